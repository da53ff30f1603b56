import { copyOut } from '#lib/db/copy-out.ts';
import { recordsToCrlf } from '#lib/db/crlf.ts';
import { exportPayouts } from '#lib/payouts/export-payouts.ts';
import { attachment } from '#lib/server/attachment.ts';
import { database } from '#lib/server/database.ts';
import { log } from '#lib/server/log.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

// Spreadsheets take a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);

/** `GET /api/exports?…`: every payout of the filter in the address as one CSV file. */
export const GET = route(async (ctx, request) => {
  const { statement, fileName } = await exportPayouts(ctx, { filter: new URL(request.url).search });
  const file = await copyOut(database().pool, statement, {
    signal: request.signal,
    prefix: BYTE_ORDER_MARK,
    through: recordsToCrlf(),
    onEnd: ({ rows, error }) => log('export').info({ actor: ctx.actor.id, rows, err: error }, 'export ended'),
  });
  return new Response(file, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': attachment(fileName),
      'X-Content-Type-Options': 'nosniff',
    },
  });
});
