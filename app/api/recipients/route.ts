import { recipientsUpload } from '#lib/server/recipients-upload.ts';
import { route } from '#lib/server/route.ts';

/** `POST /api/recipients`: a line of JSON, then a file of people to be paid later. */
export const POST = route(async (ctx, request) => Response.json(await recipientsUpload(ctx, request)));
