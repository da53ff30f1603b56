import { findOption } from '#lib/domain/find-option.ts';
import { Problem } from '#lib/domain/problem.ts';
import { wireSchema } from '#lib/domain/wire-schema.ts';
import { route } from '#lib/server/route.ts';

export const GET = route<{ code: string }>(async (_ctx, _request, { code }) => {
  const option = findOption(code);
  if (!option) throw new Problem('not_found', 'There is no such option.');
  const body = `${JSON.stringify(wireSchema(code, option), null, 2)}\n`;
  return new Response(body, { headers: { 'content-type': 'application/schema+json; charset=utf-8' } });
});
