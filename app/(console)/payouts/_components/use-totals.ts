'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLiveQueries } from '#components/payout/use-live.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';
import { ask } from './ask.ts';
import type { Initial } from './use-payout-rows.ts';

const KEY = ['payouts', 'totals'];
/** Figures at the foot of the page: they need not keep up with every payout of a busy minute. */
const GAP_MS = 3_000;

/** Count and sum of the filter, kept fresh; of a large one exact only when it is asked for. */
export function useTotals(search: string, initial: Initial) {
  const totals = useQuery({
    queryKey: [...KEY, search],
    queryFn: ({ signal }) => ask<PayoutTotals>(`/api/payouts/totals?${search}`, signal),
    placeholderData: keepPreviousData,
    ...(initial.search === search && { initialData: initial.totals, initialDataUpdatedAt: initial.at }),
  });
  // Every row is read for it: once, and not again with every change.
  const exact = useQuery({
    queryKey: ['payouts-exact', search],
    queryFn: ({ signal }) => ask<PayoutTotals>(`/api/payouts/totals?${withExact(search)}`, signal),
    enabled: false,
    gcTime: 60_000,
  });
  useLiveQueries(KEY, GAP_MS);
  return {
    totals: exact.data && !totals.data?.isExact ? exact.data : totals.data,
    isStale: totals.isPlaceholderData || totals.isError,
    count: () => void exact.refetch(),
    isCounting: exact.isFetching,
  };
}

function withExact(search: string): string {
  const params = new URLSearchParams(search);
  params.set('exact', '1');
  return String(params);
}
