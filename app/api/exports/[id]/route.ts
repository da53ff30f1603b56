import { Problem } from '#lib/domain/problem.ts';
import { readExport, type ExportView } from '#lib/exports/read-export.ts';
import { attachment } from '#lib/server/attachment.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/**
 * `GET /api/exports/…`: how far an export has come; with `?certificate` its certificate, as a file to lie beside the one
 * it speaks of. A page asks by itself, so it is no use of the session, and hears `null` until the export has begun.
 */
export const GET = route<{ id: string }>(
  async (ctx, request, { id }) => {
    if (new URL(request.url).searchParams.has('certificate')) return sidecar(await readExport(ctx, { id }));
    return Response.json(await readExport(ctx, { id }).catch(nothingYet));
  },
  { isUse: false },
);

function sidecar({ certificate, fileName }: ExportView): Response {
  if (!certificate) throw new Problem('conflict', 'This export has no certificate: it is not whole.');
  return new Response(`${JSON.stringify(certificate, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': attachment(`${fileName}.certificate.json`),
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

function nothingYet(error: unknown): null {
  if (error instanceof Problem && error.code === 'not_found') return null;
  throw error;
}
