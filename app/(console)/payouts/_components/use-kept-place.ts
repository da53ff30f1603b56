'use client';

import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';
import type { TableHandle } from '#components/table/data-table.tsx';
import { NOTHING, type Selection } from '#components/table/selection.ts';
import type { Place } from '#components/table/window-directory.ts';
import type { PayoutList } from './use-payout-rows.ts';

/** What is kept of a list for Back and reload: ids and a place, nothing of what the rows say. */
interface KeptPlace {
  isAll: boolean;
  ids: string[];
  place: Place;
  offset: number;
  hiddenPx: number;
}

const MOST_IDS = 2_000;
const keyOf = (search: string) => `payouts?${search}`;

let wentBack = false;
if (typeof window !== 'undefined') {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  wentBack = entry?.type === 'reload' || entry?.type === 'back_forward';
  window.addEventListener('popstate', () => void (wentBack = true));
  // A link that is followed leads to the top of a list.
  for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, () => void (wentBack = false), true);
}

/** Keeps what is selected and what is looked at with the address of the list, and finds it again on Back and reload. */
export function useKeptPlace(
  list: PayoutList,
  search: string,
  conditions: string,
  table: RefObject<TableHandle | null>,
) {
  const [selection, setSelection] = useState(NOTHING);
  const [scope, setScope] = useState(conditions);
  // What is acted on must be what is looked at: another filter begins with nothing selected, another order does not.
  if (conditions !== scope) {
    setScope(conditions);
    setSelection(NOTHING);
  }

  const latest = useRef(selection);
  useEffect(() => void (latest.current = selection));
  useEffect(() => {
    const kept = wentBack ? readKept(search) : undefined;
    if (!kept) return;
    startTransition(() => setSelection({ isAll: kept.isAll, ids: new Set(kept.ids) }));
    const { place, offset, hiddenPx } = kept;
    if (place.cursor !== undefined || place.isBack || place.at || offset > 0 || hiddenPx > 0)
      list.restart(place, { offset, hiddenPx });
  }, [list, search]);

  useEffect(() => {
    const keep = () => table.current && write(search, list, latest.current, table.current.edge());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 150);
    };
    document.addEventListener('scroll', soon, { capture: true, passive: true });
    window.addEventListener('pagehide', keep);
    soon();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('scroll', soon, { capture: true });
      window.removeEventListener('pagehide', keep);
    };
  }, [list, search, selection, table]);
  return [selection, setSelection] as const;
}

function write(search: string, list: PayoutList, { isAll, ids }: Selection, edge: { index: number; hiddenPx: number }) {
  if (list.isStale || ids.size > MOST_IDS) return;
  const kept: KeptPlace = { isAll, ids: [...ids], ...list.find(edge.index), hiddenPx: edge.hiddenPx };
  try {
    sessionStorage.setItem(keyOf(search), JSON.stringify(kept));
  } catch {
    // Full, or switched off: the list then begins at its top.
  }
}

function readKept(search: string): KeptPlace | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(search)) ?? '') as KeptPlace;
  } catch {
    return undefined;
  }
}
