'use client';

import { ChevronsUpDown } from 'lucide-react';
import { useTransition } from 'react';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';
import { Spinner } from '#components/ui/spinner.tsx';

const AccountPanel = onDemand(() => import('./account-panel.tsx').then((module) => module.AccountPanel));

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
export function AccountMenu({ signOut, ...person }: AccountMenuProps) {
  const { name, role } = person;
  const [leaving, startLeaving] = useTransition();
  return (
    <PanelTrigger
      opens="menu"
      panel={(place) => (
        <AccountPanel
          place={place}
          {...person}
          leaving={leaving}
          onSignOut={() => startLeaving(async () => void (await signOut()))}
        />
      )}
    >
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
        {leaving ? <Spinner label="Signing out" /> : <ChevronsUpDown aria-hidden className="size-3.5 text-fg-faint" />}
      </button>
    </PanelTrigger>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0]?.[0], words.length > 1 ? words.at(-1)?.[0] : undefined];
  return letters.join('').toUpperCase() || '?';
}
