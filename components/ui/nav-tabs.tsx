'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Count } from './count.tsx';
import { TAB, TAB_BAR } from './tab-class.ts';

export type NavTab = { href: string; label: ReactNode; count?: number; active?: boolean };

/** Links that look like tabs: presets of a list, parts of settings. */
export function NavTabs({ items, label, className }: { items: readonly NavTab[]; label: string; className?: string }) {
  return (
    <nav aria-label={label} className={cn(TAB_BAR, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          ref={item.active ? showWhole : undefined}
          aria-current={item.active ? 'page' : undefined}
          className={cn(TAB, 'aria-[current=page]:border-accent-ink aria-[current=page]:text-fg')}
        >
          {item.label}
          <Count value={item.count} />
        </Link>
      ))}
    </nav>
  );
}

/** On a narrow screen the tab one is on may lie beyond the edge of its bar. */
function showWhole(tab: HTMLElement | null) {
  const bar = tab?.parentElement;
  if (!tab || !bar) return;
  const beyond = tab.offsetLeft + tab.offsetWidth - bar.offsetLeft - bar.clientWidth;
  if (beyond > bar.scrollLeft) bar.scrollLeft = beyond;
}
