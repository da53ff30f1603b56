import { Problem } from '#lib/domain/problem.ts';
import { readExport } from '#lib/exports/read-export.ts';
import { attachment } from '#lib/server/attachment.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/exports/…/certificate`: the certificate as a file to lie beside the one it speaks of. */
export const GET = route<{ id: string }>(async (ctx, _, { id }) => {
  const { certificate, fileName } = await readExport(ctx, { id });
  if (!certificate) throw new Problem('conflict', 'This export has no certificate: it is not whole.');
  return new Response(`${JSON.stringify(certificate, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': attachment(`${fileName}.certificate.json`),
      'X-Content-Type-Options': 'nosniff',
    },
  });
});
