'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isNothing, type Selection } from '#components/table/selection.ts';
import type { SelectionInput } from '#lib/payouts/selection-input.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';
import { totalSelection } from '../actions.ts';
import type { PayoutList } from './use-payout-rows.ts';

type Total = Pick<PayoutTotals, 'count' | 'isExact' | 'sumMinor' | 'states'>;

/** What a selection counts and sums up to: from the rows at hand where they are all there, asked for otherwise. */
export function useSelectionTotal(input: SelectionInput, selection: Selection, list: PayoutList): Total | undefined {
  const own = selection.isAll ? undefined : sumOf(list, selection.ids);
  const { data } = useQuery({
    queryKey: ['payouts', 'selection', input],
    enabled: !own && !isNothing(selection),
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const result = await totalSelection(input);
      if (result.ok) return result.value;
      throw new Error(result.problem.message);
    },
  });
  return own ?? data;
}

function sumOf(list: PayoutList, ids: ReadonlySet<string>): Total | undefined {
  const rows = list.held().filter(({ id }) => ids.has(id));
  if (rows.length < ids.size) return undefined;
  const states = [...new Set(rows.map(({ state }) => state))].map((state) => {
    const among = rows.filter((row) => row.state === state);
    return { state, count: among.length, sumMinor: among.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) };
  });
  const sumMinor = states.reduce((sum, part) => sum + part.sumMinor, 0n);
  return { count: rows.length, isExact: true, sumMinor, states };
}
