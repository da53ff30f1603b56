import { copyOut } from '../db/copy-out.ts';
import { recordsToCrlf } from '../db/crlf.ts';
import { Problem } from '../domain/problem.ts';
import { exportAccounts } from '../payouts/export-accounts.ts';
import { exportPayouts } from '../payouts/export-payouts.ts';
import { openAccounts } from '../payouts/open-accounts.ts';
import { attachment } from './attachment.ts';
import { database } from './database.ts';
import { log } from './log.ts';
import type { Ctx } from './usecase.ts';

// Spreadsheets take a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);
/** Each holds a connection for as long as somebody downloads; the rest of the pool is for everything else. */
const MOST_AT_ONCE = 4;

let running = 0;

/**
 * Answers a filter's payouts as one CSV file, streamed, with masked account numbers; ends its query with `signal`. Throws
 * `invalid`, `forbidden`, and `unavailable` while too many exports run.
 */
export function exportFile(ctx: Ctx, filter: string, signal: AbortSignal, open = database): Promise<Response> {
  return fileOf(ctx, () => exportPayouts(ctx, { filter }), signal, open);
}

/** As `exportFile` with the account numbers in full, for whoever may and says why. */
export function exportAccountsFile(
  ctx: Ctx,
  input: Parameters<typeof exportAccounts>[1],
  signal: AbortSignal,
  open = database,
): Promise<Response> {
  const begin = async () => {
    const file = await exportAccounts(ctx, input);
    return { ...file, change: openAccounts(ctx.vault, file.mark) };
  };
  return fileOf(ctx, begin, signal, open);
}

interface Begun {
  statement: string;
  fileName: string;
  change?(chunk: Uint8Array): Uint8Array;
}

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
    const { statement, fileName, change = (chunk) => chunk } = await begin();
    const toCrlf = recordsToCrlf();
    const file = await copyOut(open().pool, statement, {
      signal,
      prefix: BYTE_ORDER_MARK,
      through: (chunk) => toCrlf(change(chunk)),
      onEnd({ rows, error }) {
        running -= 1;
        log('export').info({ actor: ctx.actor.id, rows, err: error }, 'export ended');
      },
    });
    return new Response(file, { headers: headersOf(fileName) });
  } catch (error) {
    running -= 1;
    throw error;
  }
}

function headersOf(fileName: string): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': attachment(fileName),
    'X-Content-Type-Options': 'nosniff',
  };
}
