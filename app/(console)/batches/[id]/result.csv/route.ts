import { resultFile } from '#lib/server/result-file.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /batches/…/result.csv`: one line for each line of the file, with what became of it. */
export const GET = route<{ id: string }>(async (ctx, request, { id }) => resultFile(ctx, id, request.signal));
