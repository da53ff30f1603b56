import { sql } from 'drizzle-orm';
import { payout } from '#lib/db/schema.ts';
import { NEWEST_FIRST } from '#lib/domain/filter.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { orderOf, writeCursor } from '#lib/payouts/page-cursor.ts';
import { SORT_SQL } from '#lib/payouts/column-sql.ts';
import type { Bench } from './bench.ts';
import { startDatabase } from './bench-database.ts';

const ROWS = 1_000_000;
/** How far down, as a part of all. */
const DEPTH = 0.9;
const READS = 20;

/** A page far down by its place, held against the same page by counting the rows above it. */
export const bench = (rows = ROWS): Bench => ({
  title: `the page of the list at row ${placeIn(rows).toLocaleString('en-IN')} of ${rows.toLocaleString('en-IN')} against OFFSET`,
  unit: 'pages a second',
  ship: 100,
  async prepare() {
    const database = await startDatabase();
    const ctx = await database.filled(rows);
    const at = placeIn(rows);
    const order = sql.join(orderOf(NEWEST_FIRST), sql`, `);
    const text = SORT_SQL.created.text;
    const found = await ctx.db.execute<{ place: string; id: string }>(
      sql`select ${text} as place, ${payout.id} as id from ${payout} order by ${order} offset ${at - 1} limit 1`,
    );
    const { place, id } = found.rows[0]!;
    const cursor = writeCursor(NEWEST_FIRST, place, id);
    return {
      async ours() {
        const startedAt = performance.now();
        for (let read = 0; read < READS; read++) await listPayouts(ctx, { filter: '', cursor });
        return (READS * 1_000) / (performance.now() - startedAt);
      },
      async peer() {
        const startedAt = performance.now();
        await ctx.db.execute(sql`select * from ${payout} order by ${order} offset ${at} limit 50`);
        return 1_000 / (performance.now() - startedAt);
      },
      close: database.close,
    };
  },
});

const placeIn = (rows: number): number => Math.floor(rows * DEPTH);
