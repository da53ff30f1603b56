import { Problem } from '#lib/domain/problem.ts';
import { exportAccountsFile, exportFile } from '#lib/server/export-file.ts';
import { readBody } from '#lib/server/read-body.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** The longest filter and reason, with room to spare. */
const MAX_BODY_BYTES = 32 * 1024;

/** `GET /api/exports?…`: every payout of the filter in the address as one CSV file, account numbers masked. */
export const GET = route(async (ctx, request) => exportFile(ctx, new URL(request.url).search, request.signal));

/** `POST /api/exports` with filter and reason as a form's text: the same with account numbers in full. */
export const POST = route(async (ctx, request) => {
  const raw = await readBody(request, MAX_BODY_BYTES);
  if (!raw) throw new Problem('too_large', 'This request is too long.');
  const told = new URLSearchParams(raw.toString('utf8'));
  const input = { filter: told.get('filter') ?? '', reason: told.get('reason') ?? '' };
  return exportAccountsFile(ctx, input, request.signal);
});
