import { BYTE_ORDER_MARK } from '#lib/domain/csv.ts';
import { findOption } from '#lib/domain/find-option.ts';
import { Problem } from '#lib/domain/problem.ts';
import { templateOf } from '#lib/domain/template.ts';
import { attachment } from '#lib/server/attachment.ts';
import { route } from '#lib/server/route.ts';

export const GET = route<{ code: string }>(async (_ctx, _request, { code }) => {
  const option = findOption(code);
  if (!option) throw new Problem('not_found', 'There is no such option.');
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(`payouts-${code}-template.csv`),
  };
  return new Response(BYTE_ORDER_MARK + templateOf(code, option), { headers });
});
