'use client';

import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';

/** Elements that need these keys for themselves. */
const TYPING =
  'input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=dialog], [role=radiogroup]';

/** Whether a key was pressed for the page, not for a field, a menu or the browser. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !(event.target instanceof Element && event.target.closest(TYPING));
}

/** Moves the focus among the rows' links with j, k and the arrows; x selects. Enter is the link's own. */
export function useRowKeys(box: RefObject<HTMLElement | null>, onToggle: (rowId: string) => void): void {
  const last = useRef<string | undefined>(undefined);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!box.current || !isForPage(event)) return;
    const rows = [...box.current.querySelectorAll<HTMLElement>('[data-row]')];
    const focused = document.activeElement?.closest('[data-row]');
    const at = rows.findIndex((row) => row === focused);
    const step = stepOf(event.key);
    if (step !== 0) {
      // With nothing focused it goes on where it was before, if that row is still there.
      const from = at >= 0 ? at : rows.findIndex((row) => row.dataset.row === last.current) - (step > 0 ? 1 : -1);
      const next = rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
      if (!next) return;
      event.preventDefault();
      last.current = next.dataset.row;
      next.querySelector<HTMLElement>('[data-row-link]')?.focus({ preventScroll: true });
      next.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'x' && at >= 0) {
      const id = rows[at]?.dataset.row;
      if (!id) return;
      event.preventDefault();
      onToggle(id);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function stepOf(key: string): number {
  if (key === 'j' || key === 'ArrowDown') return 1;
  return key === 'k' || key === 'ArrowUp' ? -1 : 0;
}
