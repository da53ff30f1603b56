'use client';

import { useEffect, useRef, useState } from 'react';
import { RowWindows, type ReadWindow } from '#components/table/row-windows.ts';
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

export type PayoutList = RowWindows<PayoutRow>;

/** The rows of a filter as one list, beginning with what the server has read. */
export function usePayoutRows(search: string, initial: Initial): PayoutList {
  const [list] = useState(() => new RowWindows(readerOf(initial.search), initial.page));
  const asked = useRef(initial.search);
  useEffect(() => {
    const isGiven = initial.search === search;
    if (asked.current === search && !(isGiven && list.count === 0)) return;
    asked.current = search;
    if (isGiven) list.take(readerOf(search), initial.page);
    else list.ask(readerOf(search));
  }, [list, search, initial]);
  useEffect(() => () => list.close(), [list]);
  return list;
}

function readerOf(search: string): ReadWindow<PayoutRow> {
  return ({ cursor, isBack, at }, signal) => {
    const params = new URLSearchParams(search);
    if (cursor !== undefined) params.set('cursor', cursor);
    if (isBack) params.set('back', '1');
    if (at !== undefined) params.set('at', at);
    return ask<PayoutPage>(`/api/payouts?${params}`, signal);
  };
}
