'use client';

import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import {
  DropdownMenu,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuRadioGroup,
  MenuSeparator,
} from '#components/ui/dropdown-menu.tsx';
import type { PanelPlace } from '#components/ui/panel-trigger.tsx';
import type { AccountMenuProps } from './account-menu.tsx';
import type { Theme } from './theme.ts';
import { useTheme } from './use-theme.ts';

const THEME_CHOICES = [
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
] satisfies { value: Theme; label: string; icon: ReactNode }[];

interface AccountPanelProps extends Omit<AccountMenuProps, 'signOut'> {
  place: PanelPlace;
  leaving: boolean;
  onSignOut: () => void;
}

/** What the account menu holds. */
export function AccountPanel({ place, name, email, role, accountHref, leaving, onSignOut }: AccountPanelProps) {
  const [theme, setTheme] = useTheme();
  return (
    <DropdownMenu {...place} side="top" className="w-56">
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
      <MenuItem icon={<LogOut aria-hidden />} disabled={leaving} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
