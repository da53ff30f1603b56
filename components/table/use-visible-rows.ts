'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

/** Rows drawn beyond each edge, and the step in which they change: each step costs a drawing. */
const BEYOND_ROWS = 4;
const STEP_ROWS = 4;
/** What the server draws: as many as most screens show. */
const FIRST_ROWS = 24;

const WIDE = '(min-width: 48rem)';

interface Shape {
  /** Scrolls on a wide screen; on a narrow one it is the page. */
  box: RefObject<HTMLElement | null>;
  /** Holds the rows and nothing else. */
  body: RefObject<HTMLElement | null>;
  count: number;
  /** Heights in rem; the head covers the upper edge of the box. */
  rowRem: { wide: number; narrow: number; head: number };
  /** Falls by the rows that were put before the first one: what is looked at stays where it is. */
  origin: number;
}

export interface VisibleRows {
  /** Rows to draw, from `first` to before `last`. */
  first: number;
  last: number;
  /** 0 until it is known. */
  rowPx: number;
  /** Rows that are seen whole at once. */
  pageRows(): number;
  /** The row at the upper edge, and how far it is scrolled out of sight. */
  edge(): { index: number; hiddenPx: number };
  scrollTo(index: number, where?: 'nearest' | 'top', hiddenPx?: number): void;
}

/** Which rows of a list of equal heights are in sight; keeps those where they are when others come in above. */
export function useVisibleRows({ box, body, count, rowRem, origin }: Shape): VisibleRows {
  const isWide = useSyncExternalStore(watchWidth, wideNow, () => true);
  const [span, setSpan] = useState<readonly [number, number]>([0, FIRST_ROWS]);
  const [rem, setRem] = useState(0);
  const rowPx = rem * (isWide ? rowRem.wide : rowRem.narrow);

  const sight = () => sightOf(isWide, box.current, body.current, rem * rowRem.head);
  const measure = () => {
    if (rowPx === 0) return;
    const { topPx, heightPx } = sight();
    const from = Math.floor(topPx / rowPx) - BEYOND_ROWS;
    const first = Math.max(0, Math.floor(from / STEP_ROWS) * STEP_ROWS);
    const to = Math.ceil((topPx + heightPx) / rowPx) + BEYOND_ROWS;
    const last = Math.max(first + STEP_ROWS, Math.ceil(to / STEP_ROWS) * STEP_ROWS);
    setSpan((now) => (now[0] === first && now[1] === last ? now : [first, last]));
  };
  const scrollBy = (px: number) => (isWide ? box.current : window)?.scrollBy({ top: px, behavior: 'instant' });

  const latest = useRef(measure);
  useLayoutEffect(() => {
    latest.current = measure;
  });
  useLayoutEffect(() => {
    const again = () => {
      setRem(parseFloat(getComputedStyle(document.documentElement).fontSize));
      latest.current();
    };
    const scroller = isWide ? box.current : window;
    const watcher = new ResizeObserver(again);
    if (box.current) watcher.observe(box.current);
    scroller?.addEventListener('scroll', again, { passive: true });
    window.addEventListener('resize', again);
    return () => {
      watcher.disconnect();
      scroller?.removeEventListener('scroll', again);
      window.removeEventListener('resize', again);
    };
  }, [isWide, box]);

  const before = useRef({ origin, rowPx });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { origin, rowPx };
    if (last.rowPx > 0 && last.rowPx !== rowPx) {
      // Rows of another height: the one at the upper edge stays there.
      const { topPx } = sight();
      if (topPx > 0) scrollBy((topPx / last.rowPx) * rowPx - topPx);
    }
    if (last.origin !== origin && rowPx > 0) scrollBy((last.origin - origin) * rowPx);
    latest.current();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- measured anew when one of these changes
  }, [origin, rowPx, count]);
  // On a narrow screen the box is never resized by what scrolls.
  useEffect(() => latest.current(), [isWide]);

  return {
    first: Math.min(span[0], Math.max(0, count - STEP_ROWS)),
    last: Math.min(span[1], count),
    rowPx,
    pageRows: () => Math.max(1, Math.floor(sight().heightPx / Math.max(1, rowPx))),
    edge() {
      const { topPx } = sight();
      const index = rowPx > 0 ? Math.max(0, Math.floor(topPx / rowPx)) : 0;
      return { index, hiddenPx: Math.max(0, Math.round(topPx - index * rowPx)) };
    },
    scrollTo(index, where = 'nearest', hiddenPx = 0) {
      const { topPx, heightPx } = sight();
      const [start, end] = [index * rowPx, (index + 1) * rowPx];
      if (where === 'top') scrollBy(start + hiddenPx - topPx);
      else if (start < topPx) scrollBy(start - topPx);
      else if (end > topPx + heightPx) scrollBy(end - topPx - heightPx);
    },
  };
}

/** The part of the body that is seen, measured from its upper edge. */
function sightOf(isWide: boolean, box: HTMLElement | null, body: HTMLElement | null, headPx: number) {
  if (!box || !body) return { topPx: 0, heightPx: 0 };
  if (isWide) return { topPx: box.scrollTop, heightPx: box.clientHeight - headPx };
  const coverPx = document.querySelector<HTMLElement>('[data-top-bar]')?.offsetHeight ?? 0;
  return { topPx: coverPx - body.getBoundingClientRect().top, heightPx: window.innerHeight - coverPx };
}

function watchWidth(notify: () => void) {
  const query = matchMedia(WIDE);
  query.addEventListener('change', notify);
  return () => query.removeEventListener('change', notify);
}

const wideNow = () => matchMedia(WIDE).matches;
