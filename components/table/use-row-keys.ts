'use client';

import { type FocusEvent, type RefObject, useCallback, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { isForPage } from './is-for-page.ts';
import type { RowWindows } from './row-windows.ts';
import { isPicked, pick, type Selection } from './selection.ts';
import type { VisibleRows } from './use-visible-rows.ts';

interface RowKeys {
  box: RefObject<HTMLElement | null>;
  list: RowWindows<{ id: string }>;
  visible: VisibleRows;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onPeek: (id: string) => void;
  hasLetters: boolean;
  /** The row that has the focus, or had it last. */
  stop: string | undefined;
  setStop: (id: string) => void;
}

/**
 * Moves the focus among the rows with arrows, j and k, Home, End, PageUp and PageDown; x selects, Shift selects on the
 * way, Space peeks. Enter is the link's own.
 */
export function useRowKeys(keys: RowKeys) {
  const { box, list, visible, selection, onSelection, stop, setStop } = keys;
  // A row that is gone to may have to be read first, or the list to begin anew.
  const [goal, setGoal] = useState<Goal>();
  const anchor = useRef<string | undefined>(undefined);
  const isFocusDue = useRef(false);

  const at = stop === undefined ? -1 : list.indexOf(stop);
  const goTo = (index: number) => {
    const row = list.slice(index, index + 1)[0];
    visible.scrollTo(index);
    if (!row) return setGoal({ index, epoch: list.epoch });
    isFocusDue.current = true;
    setGoal(undefined);
    setStop(row.id);
  };
  const arrive = useRef(goTo);
  useLayoutEffect(() => {
    arrive.current = goTo;
    if (goal && list.epoch >= goal.epoch) {
      const index = goal.index === 'end' ? list.count - 1 : goal.index;
      if (list.slice(index, index + 1)[0]) arrive.current(index);
    }
    if (!isFocusDue.current || stop === undefined) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(stop)}"] [data-row-link]`);
    if (!link) return;
    isFocusDue.current = false;
    link.focus({ preventScroll: true });
  });

  const pickTo = (index: number, isOn = true) => {
    const from = anchor.current === undefined ? index : list.indexOf(anchor.current);
    const span = list.slice(Math.min(from, index), Math.max(from, index) + 1);
    onSelection(
      pick(
        selection,
        span.flatMap((row) => (row ? [row.id] : [])),
        isOn,
      ),
    );
  };
  const pickOne = (id: string, isOn: boolean, isRange: boolean) => {
    if (isRange && anchor.current !== undefined) pickTo(list.indexOf(id), isOn);
    else onSelection(pick(selection, [id], isOn));
    anchor.current = id;
  };
  const latest = useRef(pickOne);
  useLayoutEffect(() => {
    latest.current = pickOne;
  });
  // One function for good: a row is drawn again only when something of it changes.
  const onPick = useCallback((id: string, isOn: boolean, isRange: boolean) => latest.current(id, isOn, isRange), []);
  const step = (rows: number): string | undefined => {
    const index = at + rows;
    if (index < 0 || index >= list.count) return undefined;
    goTo(index);
    return list.slice(index, index + 1)[0]?.id;
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!box.current || !isForPage(event) || list.count === 0) return;
    const isInside = box.current.contains(document.activeElement);
    const key = event.key.length === 1 && event.key !== ' ' ? letterOf(event.key, keys.hasLetters) : event.key;
    const move = MOVES[key];
    if (move && (isInside || !move.isInsideOnly)) {
      event.preventDefault();
      // With nothing focused it goes on where it was before; the first key comes to the first row in sight.
      const here = at >= 0 ? at : visible.edge().index - (move.rows === 1 ? 1 : 0);
      const wanted = move.to ? move.to(list) : here + (move.pages ? move.pages * visible.pageRows() : (move.rows ?? 0));
      if (typeof wanted !== 'number') {
        list.restart(wanted === 'end' ? { isBack: true } : {});
        return setGoal({ index: wanted === 'end' ? 'end' : 0, epoch: list.epoch + 1 });
      }
      const index = Math.min(Math.max(wanted, 0), list.count - 1);
      if (event.shiftKey && (move.rows || move.pages)) {
        anchor.current ??= stop;
        pickTo(index);
      } else anchor.current = undefined;
      goTo(index);
    } else if (key === 'x' && stop !== undefined && at >= 0) {
      event.preventDefault();
      anchor.current = stop;
      onSelection(pick(selection, [stop], !isPicked(selection, stop)));
    } else if (key === ' ' && stop !== undefined && isOnLink()) {
      event.preventDefault();
      keys.onPeek(stop);
    }
  });
  // Before the page is painted: a key pressed early would scroll the page instead.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const onFocus = (event: FocusEvent) => {
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (id !== undefined && id !== stop) setStop(id);
  };
  return { onFocus, onPick, step };
}

interface Goal {
  index: number | 'end';
  /** Which beginning of the list it is meant in. */
  epoch: number;
}

interface Move {
  rows?: number;
  pages?: number;
  to?: (list: RowWindows<{ id: string }>) => number | 'start' | 'end';
  /** Elsewhere these belong to what has the focus. */
  isInsideOnly?: boolean;
}

const MOVES: Record<string, Move | undefined> = {
  ArrowDown: { rows: 1 },
  ArrowUp: { rows: -1 },
  PageDown: { pages: 1, isInsideOnly: true },
  PageUp: { pages: -1, isInsideOnly: true },
  Home: { to: (list) => (list.hasEarlier ? 'start' : 0), isInsideOnly: true },
  End: { to: (list) => (list.hasMore ? 'end' : list.count - 1), isInsideOnly: true },
};

const LETTERS: Record<string, string | undefined> = { j: 'ArrowDown', k: 'ArrowUp', J: 'ArrowDown', K: 'ArrowUp' };

function letterOf(key: string, hasLetters: boolean): string {
  return hasLetters ? (LETTERS[key] ?? key) : '';
}

const isOnLink = (): boolean => document.activeElement?.matches('[data-row-link]') ?? false;
