'use client';

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';
import { Count } from './count.tsx';
import { TAB, TAB_BAR } from './tab-class.ts';

export type TabsProps = {
  items: readonly { value: string; label: ReactNode; count?: number; content: ReactNode }[];
  /** Names the row of tabs for a screen reader. */
  label: string;
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  className?: string;
};

/**
 * Parts of one page; only the chosen one is mounted. Where each part has an address of its own, use NavTabs.
 * Not radix: its tabs carry style attributes in the server's markup, which a strict CSP refuses.
 */
export function Tabs({ items, label, value, defaultValue, onValueChange, className }: TabsProps) {
  const id = useId();
  const [own, setOwn] = useState(defaultValue ?? items[0]?.value);
  const chosen = value ?? own;

  function choose(next: string) {
    setOwn(next);
    onValueChange?.(next);
  }

  function moveByKey(event: KeyboardEvent<HTMLButtonElement>) {
    const at = items.findIndex((item) => item.value === chosen);
    const target = items[neighbour(event.key, at, items.length) ?? -1];
    if (!target) return;
    event.preventDefault();
    choose(target.value);
    document.getElementById(`${id}-tab-${target.value}`)?.focus();
  }

  return (
    <div className={className}>
      <div role="tablist" aria-label={label} className={TAB_BAR}>
        {items.map((item) => (
          <button
            key={item.value}
            type="button"
            role="tab"
            id={`${id}-tab-${item.value}`}
            aria-selected={item.value === chosen}
            aria-controls={`${id}-panel-${item.value}`}
            tabIndex={item.value === chosen ? 0 : -1}
            onClick={() => choose(item.value)}
            onKeyDown={moveByKey}
            className={cn(TAB, 'aria-selected:border-accent-ink aria-selected:text-fg')}
          >
            {item.label}
            <Count value={item.count} />
          </button>
        ))}
      </div>
      {items.map((item) => (
        <div
          key={item.value}
          role="tabpanel"
          id={`${id}-panel-${item.value}`}
          aria-labelledby={`${id}-tab-${item.value}`}
          hidden={item.value !== chosen}
          tabIndex={0}
          className="pt-4"
        >
          {item.value === chosen && item.content}
        </div>
      ))}
    </div>
  );
}

function neighbour(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
