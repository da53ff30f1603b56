import { randomBytes } from 'node:crypto';
import { writeJson } from '#lib/domain/json.ts';
import { batchUpload } from '#lib/server/batch-upload.ts';
import { env } from '#lib/server/env.ts';
import { responseHeaders } from '#lib/server/response-headers.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/**
 * `POST /api/batches`: a line of JSON, then a file, read as it comes in. The proxy, which would hold the body, leaves this
 * address out, so the headers it would put on the answer are put here.
 */
const upload = route(async (ctx, request) => Response.json(JSON.parse(writeJson(await batchUpload(ctx, request)))));

export async function POST(request: Request, more: { params: Promise<Record<string, string>> }): Promise<Response> {
  const response = await upload(request, more);
  const answering = {
    path: '/api/batches',
    nonce: randomBytes(16).toString('base64'),
    isSecure: env().PUBLIC_URL.startsWith('https:'),
  };
  for (const [name, value] of Object.entries(responseHeaders(answering))) response.headers.set(name, value);
  return response;
}
