import { createHash } from 'node:crypto';
import { and, eq, lt, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { matchHeaders } from '../domain/batch/batch-column.ts';
import { createRowCheck } from '../domain/batch/check-row.ts';
import { createFileFindings } from '../domain/batch/file-findings.ts';
import { FILE_LIMITS } from '../domain/batch/file-limits.ts';
import { readTable, type Chunks } from '../domain/batch/read-table.ts';
import { lookUpIfsc } from '../domain/ifsc-data.ts';
import { Problem } from '../domain/problem.ts';
import { cleanText } from '../domain/text.ts';
import { changes, type Ctx } from '../server/usecase.ts';
import { makePlan } from './make-plan.ts';
import { addFileFindings, createStage, shownOf } from './stage-rows.ts';

/** Rows read and not yet written: the file waits for the database, never the other way round. */
const MOST_WAITING = 2_000;
/** A file that stopped coming in was given up. */
const GIVEN_UP_MS = 60 * 60 * 1000;

const newBatch = z.object({
  id: z.uuid('Choose the file again.'),
  name: z
    .string()
    .max(400)
    .transform((name) => cleanText(name.replace(/\p{C}/gu, ' ')).slice(0, 120) || 'File'),
  /** Column of the console for each column of the file; without it by the header. */
  mapping: z.array(z.string().max(80).nullable()).max(FILE_LIMITS.columns).optional(),
  connectionId: z.uuid().optional(),
  through: z.record(z.string().max(20), z.uuid()).optional(),
  /** Lines as people put them right: line number to the cells that stand there now. */
  fixes: z
    .record(z.string().regex(/^\d{1,7}$/), z.array(z.string().max(FILE_LIMITS.recordChars)).max(FILE_LIMITS.columns))
    .default({}),
  file: z.custom<Chunks>((value) => typeof value === 'object' && value !== null),
});

type NewBatch = z.output<typeof newBatch>;

/**
 * Reads a file as it comes in, checks every row and makes the plan of what it would do; nothing is paid yet. A file that
 * was accepted before leads to its batch. Throws `too_large`, `invalid` (no table, no rows) and `conflict` (same id).
 */
export const uploadBatch = changes({
  name: 'upload-batch',
  input: newBatch,
  before: readFile,
  async run(ctx, { id }) {
    const [row] = await ctx.db.select().from(batch).where(eq(batch.id, id)).for('update');
    if (!row?.fileDigest) throw new Problem('conflict', 'This file was given up. Upload it again.');
    const [known] = await ctx.db
      .select({ id: batch.id })
      .from(batch)
      .where(and(eq(batch.fileDigest, row.fileDigest), eq(batch.state, 'accepted')));
    if (known) {
      await ctx.db.delete(batch).where(eq(batch.id, id));
      return { id: known.id, isKnown: true, plan: null };
    }
    // What was planned of the same file before, with other corrections, is not wanted any more.
    await ctx.db
      .delete(batch)
      .where(and(eq(batch.fileDigest, row.fileDigest), eq(batch.makerId, ctx.actor.id), ne(batch.id, id)));
    const { plan, planHash } = await makePlan(ctx, id);
    return { id, isKnown: false, plan, planHash };
  },
  audit: ({ id, name }, { isKnown, plan }) =>
    isKnown || !plan
      ? null
      : {
          subject: `batch ${id}`,
          detail: { name, rows: plan.rows, leftOut: plan.leftOut, totalMinor: plan.totalMinor },
        },
});

/** Before the transaction: a file may take as long as its sender's line, and rows of a plan are nobody's payouts yet. */
async function readFile(ctx: Ctx, input: NewBatch): Promise<void> {
  await sweep(ctx);
  const inserted = await ctx.db
    .insert(batch)
    .values({ id: input.id, name: input.name, state: 'reading', makerId: ctx.actor.id, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ id: batch.id });
  if (inserted.length === 0) throw new Problem('conflict', 'This upload was begun already. Choose the file again.');
  try {
    const fileDigest = await stageFile(ctx, input);
    await ctx.db.update(batch).set({ fileDigest }).where(eq(batch.id, input.id));
  } catch (error) {
    await ctx.db.delete(batch).where(eq(batch.id, input.id));
    throw error;
  }
}

async function stageFile(ctx: Ctx, { id, file, mapping, connectionId, through, fixes }: NewBatch): Promise<Buffer> {
  const { name, option, mode } = connection;
  const connections = await ctx.db.select({ id: connection.id, name, option, mode }).from(connection);
  const digest = createHash('sha256');
  const stage = createStage(ctx, id);
  const whole = createFileFindings();
  const waiting: { cells: string[]; line: number }[] = [];
  let columns: (string | null)[] | undefined;
  let check: ReturnType<typeof createRowCheck> | undefined;

  const settle = async () => {
    for (const { cells, line } of waiting.splice(0)) {
      const fixed = fixes[line] ?? cells;
      const row = check?.(fixed, line);
      if (!row || !columns) continue;
      whole.add(row);
      await stage.take(row, shownOf(fixed, columns));
    }
  };
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      digest.update(chunk);
      yield chunk;
      if (waiting.length >= MOST_WAITING) await settle();
    }
  }
  await readTable(hashed(), FILE_LIMITS, (cells, line) => {
    if (check) return void waiting.push({ cells, line });
    columns = cells.map((_, at) => (mapping ? (mapping[at] ?? null) : null));
    if (!mapping) columns = matchHeaders(cells);
    check = createRowCheck({ mapping: columns, connections, connectionId, through, at: ctx.now(), lookUpIfsc });
  });
  await settle();
  await stage.flush();
  await addFileFindings(ctx, id, whole.finish());
  return digest.digest();
}

/** Takes away what nobody came back for. */
async function sweep(ctx: Ctx): Promise<void> {
  const old = new Date(ctx.now().getTime() - GIVEN_UP_MS);
  const forgotten = new Date(ctx.now().getTime() - 24 * GIVEN_UP_MS * 7);
  await ctx.db
    .delete(batch)
    .where(
      or(
        and(eq(batch.state, 'reading'), lt(batch.createdAt, old)),
        and(eq(batch.state, 'draft'), lt(batch.createdAt, forgotten)),
      ),
    );
}
