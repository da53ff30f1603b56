'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLiveQueries } from '#components/payout/use-live.ts';
import type { PayoutPage, PayoutRow } from '#lib/payouts/list-payouts.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';
import { ask } from './ask.ts';

/** What the server already read for the address the page was opened with. */
export interface Initial {
  search: string;
  page: PayoutPage;
  totals: PayoutTotals;
  at: number;
}

const ALL_KEY = ['payouts'];
const NO_ROWS: PayoutRow[] = [];

/** The rows and totals of a filter, page after page, kept fresh while they are looked at. */
export function usePayouts(search: string, initial: Initial) {
  const isGiven = initial.search === search;
  const list = useInfiniteQuery({
    queryKey: [...ALL_KEY, 'list', search],
    queryFn: ({ pageParam, signal }) => ask<PayoutPage>(`/api/payouts?${withCursor(search, pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    ...(isGiven && { initialData: { pages: [initial.page], pageParams: [null] }, initialDataUpdatedAt: initial.at }),
  });
  const totals = useQuery({
    queryKey: [...ALL_KEY, 'totals', search],
    queryFn: ({ signal }) => ask<PayoutTotals>(`/api/payouts/totals?${search}`, signal),
    placeholderData: keepPreviousData,
    ...(isGiven && { initialData: initial.totals, initialDataUpdatedAt: initial.at }),
  });
  const live = useLiveQueries(ALL_KEY);
  const rows = useMemo(
    () => (list.data ? withoutTwins(list.data.pages.flatMap((page) => page.rows)) : NO_ROWS),
    [list.data],
  );
  return { list, rows, totals, live };
}

// Pages are read one after the other: a row that moved between two reads may stand in both.
function withoutTwins(rows: PayoutRow[]): PayoutRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function withCursor(search: string, cursor: string | null): string {
  const params = new URLSearchParams(search);
  if (cursor !== null) params.set('cursor', cursor);
  return String(params);
}
