'use client';

import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
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

/** Parts of one page. Where each part has an address of its own, use NavTabs. */
export function Tabs({ items, label, defaultValue, className, ...state }: TabsProps) {
  return (
    <Radix.Root defaultValue={defaultValue ?? items[0]?.value} {...state} className={className}>
      <Radix.List aria-label={label} className={TAB_BAR}>
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className={cn(TAB, 'data-[state=active]:border-accent-ink data-[state=active]:text-fg')}
          >
            {item.label}
            <Count value={item.count} />
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
