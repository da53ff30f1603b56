import { copyOut } from '../db/copy-out.ts';
import { recordsToCrlf } from '../db/crlf.ts';
import { Problem } from '../domain/problem.ts';
import { exportPayouts } from '../payouts/export-payouts.ts';
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
 * Answers a filter's payouts as one CSV file, streamed; ends its query with `signal`. Throws `invalid`, `forbidden`, and
 * `unavailable` while too many exports run.
 */
export async function exportFile(ctx: Ctx, filter: string, signal: AbortSignal, open = database): Promise<Response> {
  if (running >= MOST_AT_ONCE) {
    throw new Problem('unavailable', 'Several exports are running. Wait until one of them has ended and try again.');
  }
  running += 1;
  try {
    const { statement, fileName } = await exportPayouts(ctx, { filter });
    const file = await copyOut(open().pool, statement, {
      signal,
      prefix: BYTE_ORDER_MARK,
      through: recordsToCrlf(),
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
