import { writeJson } from '#lib/domain/json.ts';
import { batchUpload } from '#lib/server/batch-upload.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `POST /api/batches`: a line of JSON, then a file, read as it comes in. */
export const POST = route(async (ctx, request) =>
  Response.json(JSON.parse(writeJson(await batchUpload(ctx, request)))),
);
