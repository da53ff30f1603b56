import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { payout } from '../db/schema.ts';
import { reads } from '../server/usecase.ts';
import { SORT_SQL } from './column-sql.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';
import { beyond, orderOf, writeCursor } from './page-cursor.ts';

const PAGE_ROWS = 50;

const SHOWN = {
  id: payout.id,
  createdAt: payout.createdAt,
  state: payout.state,
  beneficiary: payout.beneficiary,
  accountLast4: payout.accountLast4,
  ifsc: payout.ifsc,
  bank: payout.bank,
  amountMinor: payout.amountMinor,
  option: payout.option,
  connection: connection.name,
  isTest: payout.test,
  description: payout.description,
  trackingId: payout.trackingId,
  uid: payout.uid,
  reference: payout.reference,
  stateAt: payout.stateAt,
  finalAt: payout.finalAt,
};

/**
 * Lists one page of the payouts of a filter (its text as the address carries it) with the account's last four digits;
 * `next` is the cursor of the following page, null on the last. Throws `invalid` for a broken filter or cursor.
 */
export const listPayouts = reads({
  name: 'list-payouts',
  input: z.object({ filter: filterInput, cursor: z.string().max(8_000).optional() }),
  async run(ctx, { filter, cursor }) {
    const { sort } = filter;
    const found = await ctx.db
      .select({ ...SHOWN, place: SORT_SQL[sort.by].text.mapWith(String) })
      .from(payout)
      .innerJoin(connection, eq(connection.id, payout.connectionId))
      .where(beyond(whereOf(filter, ctx.now()), sort, cursor))
      .orderBy(...orderOf(sort))
      .limit(PAGE_ROWS + 1);
    const last = found.length > PAGE_ROWS ? found[PAGE_ROWS - 1] : undefined;
    return {
      rows: found.slice(0, PAGE_ROWS).map(({ place: _, ...row }) => row),
      next: last ? writeCursor(sort, last.place, last.id) : null,
    };
  },
});

export type PayoutPage = Awaited<ReturnType<typeof listPayouts>>;
export type PayoutRow = PayoutPage['rows'][number];
