'use client';

import { Menu } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Count } from '#components/ui/count.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';
import { activeHref } from './active-href.ts';
import { Mark } from './mark.tsx';

const Sheet = onDemand(() => import('#components/ui/sheet.tsx').then((module) => module.Sheet));

export type RailItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** What waits there: a number, of which 0 shows nothing, or a piece that keeps its own count. */
  count?: ReactNode;
};

type RailProps = {
  items: readonly RailItem[];
  /** Items that stand apart at the lower end. */
  lower?: readonly RailItem[];
  account: ReactNode;
  /** Where the brand leads. */
  home: string;
  /** A word under the brand that says which world this is. */
  environment?: ReactNode;
  palette?: ReactNode;
};

/** The left rail; under 768 px a bar at the top with the same items in a sheet. */
export function Rail({ items, lower = [], account, home, environment, palette }: RailProps) {
  const list = (onFollow?: () => void) => (
    <>
      <RailItems items={items} label="Main" onFollow={onFollow} />
      <span className="flex-1" />
      {lower.length > 0 && <RailItems items={lower} label="More" onFollow={onFollow} />}
    </>
  );
  return (
    <>
      <header data-top-bar className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-canvas px-2 md:hidden">
        <PanelTrigger
          opens="dialog"
          panel={(place) => (
            <Sheet {...place} side="left" title="Menu">
              <div className="-mx-3 flex min-h-full flex-col gap-3">{list(() => place.onOpenChange(false))}</div>
            </Sheet>
          )}
        >
          <IconButton label="Open the menu" icon={<Menu aria-hidden />} />
        </PanelTrigger>
        <Brand home={home} />
        <span className="flex flex-1 items-center">{environment}</span>
        {palette}
        {account}
      </header>
      <aside
        aria-label="Console"
        className="sticky top-0 hidden h-dvh w-54 shrink-0 flex-col gap-3 overflow-y-auto border-r bg-canvas px-2 pb-2 pt-3 md:flex"
      >
        <div className="flex flex-wrap items-center justify-between gap-2 px-2 pb-1">
          <Brand home={home} />
          {environment}
        </div>
        {palette}
        {list()}
        {account}
      </aside>
    </>
  );
}

function Brand({ home }: { home: string }) {
  return (
    <Link href={home} className="flex items-center gap-2 rounded text-lg font-semibold tracking-tight">
      <Mark />
      Paydesk
    </Link>
  );
}

function RailItems({ items, label, onFollow }: { items: readonly RailItem[]; label: string; onFollow?: () => void }) {
  const here = activeHref(usePathname(), items);
  return (
    <nav aria-label={label}>
      <ul className="flex flex-col gap-0.5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              onClick={onFollow}
              aria-current={item.href === here ? 'page' : undefined}
              className={cn(
                'flex h-8 items-center gap-2.5 rounded px-2 text-base text-fg-soft transition-colors hover:bg-hover hover:text-fg [&_svg]:size-4 [&_svg]:shrink-0',
                'aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink',
              )}
            >
              {item.icon}
              <span className="flex-1 truncate">{item.label}</span>
              {typeof item.count === 'number' ? <Count value={item.count || undefined} /> : item.count}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
