'use client';

import { useRef } from 'react';

/** The focus of a panel beside a button: the button is no "outside", and has the focus back unless one went on elsewhere. */
export function usePanelFocus(anchor: HTMLElement) {
  const hasGoneOn = useRef(false);
  return {
    onInteractOutside(event: Event) {
      if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault();
      else hasGoneOn.current = true;
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (!hasGoneOn.current) anchor.focus();
      hasGoneOn.current = false;
    },
  };
}
