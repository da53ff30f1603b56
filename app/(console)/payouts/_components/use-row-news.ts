'use client';

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { coalesce } from '#components/payout/coalesce.ts';
import type { LiveState } from '#components/payout/live-source.ts';
import { useLive } from '#components/payout/use-live.ts';
import type { RowMark } from '#components/table/table-column.ts';
import type { NewerCount } from '#lib/payouts/count-newer.ts';
import type { PayoutRow } from '#lib/payouts/list-payouts.ts';
import type { RowsRead } from '#lib/payouts/read-rows.ts';
import { ask } from './ask.ts';
import type { PayoutList } from './use-payout-rows.ts';

const GAP_MS = 1_000;
/** A mark says "just now", so it does not stay. */
const MARK_MS = 20_000;
/** Ids asked about at once, of those on screen and of those that are not in the list. */
const MOST_ASKED = 100;

const CHANGED: RowMark = { word: 'Changed', title: 'It changed while you were looking.' };
const LEFT: RowMark = {
  word: 'Left the filter',
  title: 'It changed and no longer matches. It goes when the list is read again.',
};
const NO_MARKS: ReadonlyMap<string, RowMark> = new Map();

export interface RowNews {
  live: LiveState;
  marks: ReadonlyMap<string, RowMark>;
  /** Payouts of the filter that came since the list was read. */
  newCount: number;
  isMore: boolean;
  /** Told of the rows in sight. */
  onSight: (ids: string[]) => void;
}

/**
 * Keeps the rows in sight fresh, and only those: they are asked for by their ids and stay where they are. What came
 * meanwhile is counted and never put in by itself.
 */
export function useRowNews(list: PayoutList, search: string): RowNews {
  const sight = useRef<string[]>([]);
  // Changed since they were read; asked for as soon as they are in sight.
  const touched = useRef(new Set<string>());
  const strangers = useRef(new Set<string>());
  const isTopDue = useRef(false);
  const [marks, setMarks] = useState(NO_MARKS);
  const [news, setNews] = useState(NONE);
  const isOurs = news.list === list && news.search === search && news.epoch === list.epoch;
  const { came, above } = isOurs ? news : NONE;

  const mark = (ids: string[], as: RowMark | undefined) =>
    setMarks((now) => {
      const next = new Map(now);
      for (const id of ids)
        if (as) next.set(id, as);
        else next.delete(id);
      return next;
    });

  const lookAtRows = async (signal: AbortSignal) => {
    const seen = sight.current.filter((id) => touched.current.has(id)).slice(0, MOST_ASKED);
    const unknown = [...strangers.current].slice(0, MOST_ASKED);
    for (const id of seen) touched.current.delete(id);
    strangers.current.clear();
    const [rows, others] = await Promise.all([readRows(search, seen, signal), readRows(search, unknown, signal)]);
    if (signal.aborted) return;
    const before = new Map(list.held().map((row) => [row.id, row]));
    const changed = rows.filter((row) => isOther(row, before.get(row.id)));
    const left = changed.filter(({ fits }) => !fits);
    const stayed = changed.filter(({ fits }) => fits).map(({ id }) => id);
    if (rows.length > 0) list.replace(rows);
    if (changed.length > 0) {
      mark(
        left.map(({ id }) => id),
        LEFT,
      );
      mark(stayed, CHANGED);
      setTimeout(() => mark(stayed, undefined), MARK_MS);
    }
    const arrived = others.filter((row) => row.fits && !before.has(row.id) && belongsHere(list, row));
    if (arrived.length > 0)
      setNews((now) => {
        const held = now.list === list && now.search === search && now.epoch === list.epoch ? now : NONE;
        const all = new Set([...held.came, ...arrived.map(({ id }) => id)]);
        return { ...held, list, search, epoch: list.epoch, came: all };
      });
  };

  const lookAtTop = async (signal: AbortSignal) => {
    // Waited for: news that comes faster than it is read would begin it anew for ever.
    if (list.isBegun && list.count === 0) return list.reread();
    if (list.top === null || list.before === null) return;
    const params = new URLSearchParams(search);
    params.set('cursor', list.top);
    const { epoch } = list;
    const found = await ask<NewerCount>(`/api/payouts/newer?${params}`, signal);
    if (!signal.aborted) setNews({ list, search, epoch, above: found, came: new Set() });
  };

  const look = useEffectEvent(async (signal: AbortSignal) => {
    if (list.isStale || list.error) return;
    const isTop = isTopDue.current || list.count === 0;
    isTopDue.current = false;
    // What fails here is said by the list itself as soon as it reads; it is asked for again with the next news.
    await (isTop ? lookAtTop(signal) : Promise.resolve()).catch(() => void (isTopDue.current ||= !signal.aborted));
    await lookAtRows(signal).catch(() => undefined);
  });
  const poke = useRef<() => void>(() => {});
  useEffect(() => {
    const gone = new AbortController();
    const runs = coalesce(() => look(gone.signal), GAP_MS);
    poke.current = runs.poke;
    touched.current.clear();
    strangers.current.clear();
    return () => {
      gone.abort();
      runs.stop();
    };
  }, [list, search]);

  const live = useLive((told) => {
    if (told.type === 'lost') return;
    const held = new Set(list.held().map(({ id }) => id));
    if (told.type === 'all') {
      held.forEach((id) => touched.current.add(id));
      isTopDue.current = true;
    } else for (const id of told.ids) (held.has(id) ? touched : strangers).current.add(id);
    poke.current();
  });
  const onSight = useCallback((ids: string[]) => {
    sight.current = ids;
    if (ids.some((id) => touched.current.has(id))) poke.current();
  }, []);
  return { live, marks, newCount: above.count + came.size, isMore: above.isMore, onSight };
}

interface News {
  list: PayoutList | null;
  search: string;
  epoch: number;
  /** Before the first row, when that was last counted. */
  above: NewerCount;
  came: ReadonlySet<string>;
}

const NONE: News = { list: null, search: '', epoch: 0, above: { count: 0, isMore: false }, came: new Set() };

async function readRows(search: string, ids: string[], signal: AbortSignal): Promise<RowsRead['rows']> {
  if (ids.length === 0) return [];
  const params = new URLSearchParams(search);
  params.set('ids', ids.join());
  return (await ask<RowsRead>(`/api/payouts/rows?${params}`, signal)).rows;
}

const isOther = (row: PayoutRow, before: PayoutRow | undefined): boolean =>
  !before || before.state !== row.state || before.reference !== row.reference || before.uid !== row.uid;

/** Whether a payout that is not held stands among or before those that are: elsewhere it is met on the way. */
function belongsHere(list: PayoutList, { createdAt }: PayoutRow): boolean {
  const held = list.held();
  const [first, last] = [held[0], held.at(-1)];
  if (!first || !last || !list.hasMore) return true;
  const isDescending = first.createdAt >= last.createdAt;
  return isDescending ? createdAt >= last.createdAt : createdAt <= last.createdAt;
}
