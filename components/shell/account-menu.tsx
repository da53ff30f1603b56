'use client';

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useTransition } from 'react';
import {
  DropdownMenu,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuRadioGroup,
  MenuSeparator,
} from '#components/ui/dropdown-menu.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Theme } from './theme.ts';
import { useTheme } from './use-theme.ts';

const THEME_CHOICES = [
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
] satisfies { value: Theme; label: string; icon: ReactNode }[];

export type AccountMenuProps = {
  name: string;
  email?: string;
  /** The role in a word, as it is shown. */
  role: string;
  /** The page of one's own account. */
  accountHref?: string;
  signOut: () => void | Promise<void>;
};

/** Who is signed in, the theme, and the way out. */
export function AccountMenu({ name, email, role, accountHref, signOut }: AccountMenuProps) {
  const [theme, setTheme] = useTheme();
  const [leaving, startLeaving] = useTransition();
  return (
    <DropdownMenu
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex h-9 min-w-0 items-center gap-2 rounded px-2 text-left hover:bg-hover md:h-11 md:w-full"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-ink"
          >
            {initials(name)}
          </span>
          <span className="min-w-0 flex-1 max-md:sr-only">
            <span className="block truncate text-sm font-medium">{name}</span>
            <span className="block truncate text-xs text-fg-faint">{role}</span>
          </span>
          <span className="sr-only">account menu</span>
          {leaving ? (
            <Spinner label="Signing out" />
          ) : (
            <ChevronsUpDown aria-hidden className="size-3.5 text-fg-faint" />
          )}
        </button>
      }
    >
      <div className="px-2 pb-1.5 pt-1">
        <p className="truncate text-base font-medium">{name}</p>
        <p className="truncate text-xs text-fg-faint">{email ? `${email} · ${role}` : role}</p>
      </div>
      {accountHref && (
        <MenuLink>
          <Link href={accountHref}>
            <UserRound aria-hidden />
            Account and second factor
          </Link>
        </MenuLink>
      )}
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuRadioGroup value={theme} onValueChange={setTheme} options={THEME_CHOICES} />
      <MenuSeparator />
      <MenuItem
        icon={<LogOut aria-hidden />}
        disabled={leaving}
        onSelect={() => startLeaving(async () => void (await signOut()))}
      >
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0]?.[0], words.length > 1 ? words.at(-1)?.[0] : undefined];
  return letters.join('').toUpperCase() || '?';
}
