'use client';

import { Search } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import type { Destination } from '#components/shell/palette.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';

const PayoutPalette = onDemand(() => import('./payout-palette.tsx').then((module) => module.PayoutPalette));

/** Opens the palette, as Ctrl or Cmd with K does; what it is made of is read when it is first opened. */
export function PaletteButton(props: { pages: readonly Destination[]; deeds: readonly Destination[] }) {
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      // The rail stands twice in the page, of which one is seen.
      if (event.defaultPrevented) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-2.5 rounded border border-line px-2 text-base text-fg-soft hover:bg-hover hover:text-fg max-md:border-transparent"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-md:sr-only">Go to</span>
        <span aria-hidden className="max-md:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {isOpen && <PayoutPalette {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
