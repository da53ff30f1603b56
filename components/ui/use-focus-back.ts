'use client';

import { useRef } from 'react';

/** The focus of a dialog without a trigger, which radix would let fall: back to where it was, unless it has gone on. */
export function useFocusBack() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => void (before.current = document.activeElement),
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
