'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Theme } from './theme.ts';
import { useTheme } from './use-theme.ts';

/** Somewhere to go, or something to begin there. */
export interface Destination {
  href: string;
  label: string;
}

export interface PaletteProps {
  pages: readonly Destination[];
  deeds: readonly Destination[];
  /** What was typed, and what was found by it beyond the pages. */
  typed: string;
  onTyped: (typed: string) => void;
  found: readonly { href: string; label: string; detail: ReactNode }[];
  isSearching: boolean;
  onGo: (href: string) => void;
  onClose: () => void;
}

const THEMES: Record<Theme, string> = { light: 'Light theme', dark: 'Dark theme', system: 'Theme as the system' };

/** The way to every page, payout and deed by a few letters. */
export function Palette({ pages, deeds, typed, onTyped, found, isSearching, onGo, onClose }: PaletteProps) {
  const [theme, setTheme] = useTheme();
  const choose = (next: Theme) => {
    setTheme(next);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="Go to" wide>
      <Command label="Go to" loop className="grid gap-2">
        <div className="input-frame flex items-center gap-2 px-2.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent-ink">
          <Search aria-hidden className="size-4 shrink-0 text-fg-faint" />
          <Command.Input
            autoFocus
            value={typed}
            onValueChange={onTyped}
            maxLength={100}
            placeholder="A page, a name, an id, a reference"
            className="h-9 w-full min-w-0 bg-transparent text-base outline-none"
          />
        </div>
        <Command.List label="What there is" className="max-h-96 scroll-py-1 overflow-y-auto">
          <Command.Empty className="px-2 py-6 text-center text-fg-soft">
            {isSearching ? 'Searching the payouts …' : 'Nothing is called so.'}
          </Command.Empty>
          <Command.Group heading={<Heading>Pages</Heading>}>
            {pages.map(({ href, label }) => (
              <Command.Item key={href} value={label} onSelect={() => onGo(href)} className={ITEM}>
                {label}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading={<Heading>To do</Heading>}>
            {deeds.map(({ href, label }) => (
              <Command.Item key={href} value={label} onSelect={() => onGo(href)} className={ITEM}>
                {label}
              </Command.Item>
            ))}
            {Object.entries(THEMES)
              .filter(([key]) => key !== theme)
              .map(([key, label]) => (
                <Command.Item key={key} value={label} onSelect={() => choose(key as Theme)} className={ITEM}>
                  {label}
                </Command.Item>
              ))}
          </Command.Group>
          {found.length > 0 && (
            <Command.Group forceMount heading={<Heading>Payouts</Heading>}>
              {found.map(({ href, label, detail }) => (
                <Command.Item key={href} forceMount value={href} onSelect={() => onGo(href)} className={ITEM}>
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  {detail}
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <span className="block px-2 pb-1 pt-2 text-xs font-medium text-fg-faint">{children}</span>;
}

const ITEM =
  'flex min-h-8 cursor-pointer select-none items-center gap-3 rounded-sm px-2 py-1 text-base data-[selected=true]:bg-hover';
