import { templateOfAll } from '#lib/domain/batch/template-of-all.ts';
import { BYTE_ORDER_MARK } from '#lib/domain/csv.ts';
import { attachment } from '#lib/server/attachment.ts';
import { route } from '#lib/server/route.ts';

export const GET = route(async () => {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment('payouts-template.csv'),
  };
  return new Response(BYTE_ORDER_MARK + templateOfAll(), { headers });
});
