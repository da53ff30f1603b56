import { exportBatch } from '../batches/export-batch.ts';
import { copyOut } from '../db/copy-out.ts';
import { recordsToCrlf } from '../db/crlf.ts';
import { BYTE_ORDER_MARK } from '../domain/csv.ts';
import { attachment } from './attachment.ts';
import { database } from './database.ts';
import { log } from './log.ts';
import type { Ctx } from './usecase.ts';

const NOTHING = new Uint8Array();

/** Answers what became of a batch as one CSV file, streamed: a line for each line of its file, in its order. */
export async function resultFile(ctx: Ctx, id: string, signal: AbortSignal, open = database): Promise<Response> {
  const { statement, fileName } = await exportBatch(ctx, { id });
  const records = recordsToCrlf();
  const file = await copyOut(open().pool, statement, {
    signal,
    body: { start: () => Buffer.from(BYTE_ORDER_MARK), part: (chunk) => records.change(chunk), end: () => NOTHING },
    onEnd: ({ rows, error }) => log('export').info({ actor: ctx.actor.id, rows, err: error }, 'result file ended'),
  });
  return new Response(file, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': attachment(fileName),
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
