import { exportFile } from '#lib/server/export-file.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/exports?…`: every payout of the filter in the address as one CSV file. */
export const GET = route(async (ctx, request) => exportFile(ctx, new URL(request.url).search, request.signal));
