import { PEOPLE_TEMPLATE } from '#lib/domain/batch/read-people.ts';
import { BYTE_ORDER_MARK } from '#lib/domain/csv.ts';
import { attachment } from '#lib/server/attachment.ts';
import { route } from '#lib/server/route.ts';

export const GET = route(async () => {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment('recipients-template.csv'),
  };
  return new Response(BYTE_ORDER_MARK + PEOPLE_TEMPLATE, { headers });
});
