import { copyOut } from '../db/copy-out.ts';
import type { Certificate } from '../domain/certificate.ts';
import { EXPORT_FORMATS } from '../domain/export-choice.ts';
import { Problem } from '../domain/problem.ts';
import { endExport } from '../exports/end-export.ts';
import { ExportTally } from '../exports/export-tally.ts';
import { FILE_BODIES } from '../exports/file-bodies.ts';
import { noteProgress } from '../exports/note-progress.ts';
import type { BegunExport } from '../payouts/begin-export.ts';
import { exportAccounts } from '../payouts/export-accounts.ts';
import { exportPayouts } from '../payouts/export-payouts.ts';
import { openAccounts } from '../payouts/open-accounts.ts';
import { attachment } from './attachment.ts';
import { database } from './database.ts';
import { log } from './log.ts';
import type { Ctx } from './usecase.ts';

/** Each holds a connection for as long as somebody downloads; the rest of the pool is for everything else. */
const MOST_AT_ONCE = 4;
const BEAT_MS = 1_000;

let running = 0;

/**
 * Answers a filter's payouts as one file, streamed, with masked account numbers; ends its query with `signal`. The order
 * is an address as `readExport` reads it. Throws `invalid`, `forbidden`, and `unavailable` while too many exports run.
 */
export function exportFile(ctx: Ctx, order: string, signal: AbortSignal, open = database): Promise<Response> {
  return fileOf(ctx, () => exportPayouts(ctx, { filter: order }), signal, open);
}

/** As `exportFile` with the account numbers in full, for whoever may and says why. */
export function exportAccountsFile(
  ctx: Ctx,
  input: Parameters<typeof exportAccounts>[1],
  signal: AbortSignal,
  open = database,
): Promise<Response> {
  const begin = async () => {
    const begun = await exportAccounts(ctx, input);
    return { ...begun, change: openAccounts(ctx.vault, begun.mark) };
  };
  return fileOf(ctx, begin, signal, open);
}

type Begun = BegunExport & { change?(chunk: Buffer): Buffer };

async function fileOf(
  ctx: Ctx,
  begin: () => Promise<Begun>,
  signal: AbortSignal,
  open: typeof database,
): Promise<Response> {
  if (running >= MOST_AT_ONCE) {
    throw new Problem('unavailable', 'Several exports are running. Wait until one of them has ended and try again.');
  }
  running += 1;
  try {
    const begun = await begin();
    const file = await stream(ctx, begun, signal, open);
    return new Response(file, { headers: headersOf(begun) });
  } catch (error) {
    running -= 1;
    throw error;
  }
}

async function stream(ctx: Ctx, begun: Begun, signal: AbortSignal, open: typeof database) {
  const tally = new ExportTally(FILE_BODIES[begun.format](begun.columns));
  const progress = () => ({ rows: tally.rows, bytes: tally.bytes, expectedRows: tally.expectedRows });
  const beat = setInterval(() => {
    noteProgress(ctx.db, begun.id, { ...progress(), beatAt: ctx.now() }).catch(complain);
  }, BEAT_MS);
  try {
    return await copyOut(open().pool, begun.sql.copy, {
      signal,
      body: tally.body(begun.change),
      before: (client) => tally.count(client, begun.sql.sums),
      async onEnd({ error }) {
        clearInterval(beat);
        running -= 1;
        const { rows, bytes } = progress();
        log('export').info({ actor: ctx.actor.id, export: begun.id, rows, bytes, err: error }, 'export ended');
        const end = error ? wordsOf(error) : certificateOf(ctx, begun, tally);
        // A whole file is closed only when its certificate is kept; of one that broke off nobody waits for the note.
        const kept = endExport(ctx, { id: begun.id, rows, bytes, end });
        await (error ? kept.catch(complain) : kept);
      },
    });
  } catch (error) {
    clearInterval(beat);
    await endExport(ctx, { id: begun.id, rows: 0, bytes: 0, end: wordsOf(error) }).catch(complain);
    throw error;
  }
}

function certificateOf(ctx: Ctx, begun: Begun, tally: ExportTally): Certificate {
  const { id, fileName, format, words, order, columns, zone, accounts } = begun;
  return {
    kind: 'paydesk export certificate',
    version: 1,
    ...{ id, fileName, format },
    ...tally.facts(),
    ...{ filter: words, order, columns, zone, accounts, takenBy: ctx.actor.name },
  };
}

const wordsOf = (error: unknown): string =>
  error instanceof Problem ? error.message : 'The server broke it off; its log says why.';

function complain(error: unknown): void {
  log('export').warn({ err: error }, 'the state of an export was not kept');
}

function headersOf({ id, format, fileName }: Begun): Record<string, string> {
  return {
    'Content-Type': EXPORT_FORMATS[format].type,
    'Content-Disposition': attachment(fileName),
    'X-Content-Type-Options': 'nosniff',
    'X-Paydesk-Export': id,
  };
}
