import { and, eq, sql, type SQL } from 'drizzle-orm';
import pg from 'pg';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { STATE_WORDS } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import { guardSql } from '../payouts/guard-sql.ts';
import { changes } from '../server/usecase.ts';
import { PgDialect } from 'drizzle-orm/pg-core';

const CELLS: [header: string, ofPayout: SQL, ofFault: SQL][] = [
  ['Line', sql`p.batch_line`, sql`f.line`],
  [
    'Outcome',
    sql`case p.state ${sql.join(
      Object.entries(STATE_WORDS).map(([state, { label }]) =>
        sql.raw(`when ${pg.escapeLiteral(state)} then ${pg.escapeLiteral(label)}`),
      ),
      sql` `,
    )} end`,
    sql`'Left out'`,
  ],
  [
    'Reason',
    guardSql(
      sql`coalesce(p.refusal ->> 'message', case when p.state in ('failed', 'expired', 'cancelled') then coalesce(p.review_note, p.gateway_message) end, '')`,
    ),
    guardSql(
      sql`(select string_agg(one ->> 'message', ' ') from jsonb_array_elements(f.findings) one where (one ->> 'blocks')::boolean)`,
    ),
  ],
  ['Reference', guardSql(sql`coalesce(p.reference, '')`), sql`''`],
  ['Tracking id', guardSql(sql`p.tracking_id`), guardSql(sql`coalesce(f.shown ->> 'trackingId', '')`)],
  ['Gateway uid', guardSql(sql`coalesce(p.uid, '')`), sql`''`],
  ['Beneficiary', guardSql(sql`p.beneficiary`), guardSql(sql`coalesce(f.shown ->> 'beneficiary', '')`)],
  ['Account', sql`'••••' || p.account_last4`, guardSql(sql`coalesce(f.shown ->> 'account', '')`)],
  [
    'Amount (rupees)',
    sql`p.amount_minor / 100 || '.' || lpad((p.amount_minor % 100)::text, 2, '0')`,
    guardSql(sql`coalesce(f.shown ->> 'amount', '')`),
  ],
  ['Final (IST)', sql`coalesce(to_char(p.final_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI:SS'), '')`, sql`''`],
  ['Payout id', sql`p.id::text`, sql`''`],
];

/**
 * Gives the COPY statement of a batch's result: one line for each line of the file, in its order, with what became of
 * it. Recorded before the first line leaves. Throws `not_found`.
 */
export const exportBatch = changes({
  name: 'export-batch',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [row] = await ctx.db
      .select({ name: batch.name })
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')));
    if (!row) throw new Problem('not_found', 'There is no such batch.');
    return { statement: statementOf(id), fileName: `${row.name.replace(/\.[a-z]{1,4}$/i, '')}, result.csv` };
  },
  audit: ({ id }, { fileName }) => ({ subject: `batch ${id}`, detail: { fileName, format: 'csv' } }),
});

function statementOf(id: string): string {
  const own = sql.raw(`${pg.escapeLiteral(id)}::uuid`);
  const as = (side: 1 | 2) =>
    sql.join(
      CELLS.map((cell) => sql`${cell[side]} as ${sql.identifier(cell[0])}`),
      sql`, `,
    );
  const query = sql`select ${as(1)} from payout p where p.batch_id = ${own}
    union all select ${as(2)} from batch_fault f where f.batch_id = ${own} order by 1`;
  const { sql: text, params } = new PgDialect().sqlToQuery(query);
  if (params.length > 0) throw new Error('COPY takes no parameters');
  const quoted = CELLS.map(([header]) => pg.escapeIdentifier(header)).filter((_, at) => at !== 0 && at !== 8);
  return `copy (${text}) to stdout with (format csv, header, force_quote (${quoted.join(', ')}))`;
}
