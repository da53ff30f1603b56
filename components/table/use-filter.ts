'use client';

import { createMultiParser, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { FILTER_KEYS } from '#lib/domain/column.ts';
import { readFilter, writeFilter, type Filter } from '#lib/domain/filter.ts';

const KEYS = [...FILTER_KEYS, 'q', 'sort'];
// Texts as they stand: what they mean is read in one place, for the address, the verbs and the export alike.
const asTexts = createMultiParser<string[]>({ parse: (texts) => [...texts], serialize: (texts) => [...texts] });
const PARSERS = Object.fromEntries(KEYS.map((key) => [key, asTexts]));

export interface FilterState {
  filter: Filter;
  /** The filter as an address carries it: what lists and totals are asked by. */
  search: string;
  /** Changes the address without leaving the page; a step for Back, unless it follows on from the one before. */
  setFilter: (filter: Filter, isSameStep?: boolean) => void;
}

/** The filter of the page's address. */
export function useFilter(): FilterState {
  const [texts, setTexts] = useQueryStates(PARSERS, { shallow: true, scroll: false });
  return useMemo(() => {
    const given = Object.entries(texts).flatMap(([key, values]) => (values ? [[key, values] as const] : []));
    const { filter } = readFilter(Object.fromEntries(given));
    return {
      filter,
      search: String(writeFilter(filter)),
      setFilter(next, isSameStep = false) {
        const params = writeFilter(next);
        const changed = KEYS.map((key) => [key, params.has(key) ? params.getAll(key) : null] as const);
        void setTexts(Object.fromEntries(changed), { history: isSameStep ? 'replace' : 'push' });
      },
    };
  }, [texts, setTexts]);
}
