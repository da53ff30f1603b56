import { connection } from 'next/server';
import { health } from '#lib/server/health.ts';

export async function GET(): Promise<Response> {
  await connection();
  const report = await health();
  return Response.json(report, {
    status: report.status === 'ok' ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  });
}
