import { and, inArray, not, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import type { Filter } from '../domain/filter.ts';
import type { Ctx } from '../server/usecase.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';

/** Rows that are picked, or left out, one by one; whoever means more says it by a filter. */
export const MOST_PICKED = 1_000;

const picked = z.array(z.uuid()).max(MOST_PICKED);

/** The payouts something is to be done with: those picked one by one, or all of a filter but for some. */
export const payoutSelection = selectionWith({});

export type PayoutSelection = z.output<typeof payoutSelection>;
/** As it is sent: the filter as the address carries it. */
export type SelectionInput = z.input<typeof payoutSelection>;

/** A selection beside what else a verb is told. Strict: nobody may mean a filter and have ids acted on. */
export function selectionWith<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.union([
    z.strictObject({ ...shape, ids: picked.min(1) }),
    z.strictObject({ ...shape, filter: filterInput, without: picked.default([]) }),
  ]);
}

type Selected = { ids: string[] } | { filter: Filter; without: string[] };

/** Gives the condition of a selection as it is meant now; undefined where everything is selected. */
export function selectionWhere(selection: Selected, ctx: Pick<Ctx, 'now' | 'vault'>): SQL | undefined {
  if ('ids' in selection) return inArray(payout.id, selection.ids);
  const { filter, without } = selection;
  return and(whereOf(filter, ctx), without.length > 0 ? not(inArray(payout.id, without)) : undefined);
}
