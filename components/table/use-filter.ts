'use client';

import { useSearchParams } from 'next/navigation';
import { startTransition, useMemo, useOptimistic } from 'react';
import { readFilter, writeFilter, type Filter } from '#lib/domain/filter.ts';

export interface FilterState {
  filter: Filter;
  /** The filter as an address carries it: what lists and totals are asked by. */
  search: string;
  /** Changes the address without leaving the page; a step for Back, unless it follows on from the one before. */
  setFilter: (filter: Filter, isSameStep?: boolean) => void;
}

/** The filter of the page's address. */
export function useFilter(): FilterState {
  // The router follows the address a moment later; a box that was ticked is ticked at once.
  const [search, showAtOnce] = useOptimistic(tidy(useSearchParams()));
  return useMemo(
    () => ({
      filter: readFilter(new URLSearchParams(search)).filter,
      search,
      setFilter(next, isSameStep = false) {
        const changed = String(writeFilter(next));
        const address = changed ? `?${changed}` : location.pathname;
        startTransition(() => {
          showAtOnce(changed);
          if (isSameStep) history.replaceState(null, '', address);
          else history.pushState(null, '', address);
        });
      },
    }),
    [search, showAtOnce],
  );
}

const tidy = (params: URLSearchParams): string => String(writeFilter(readFilter(params).filter));
