'use client';

import { ChevronDown, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/dropdown-menu.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';
import { toast } from '#components/ui/toast.ts';
import type { PossibleOwner } from '#lib/payouts/possible-owners.ts';
import { own } from '../actions.ts';

type Wish = Parameters<typeof own>[0];

/** Who looks after payouts: taken, handed over, let go of. */
export function OwnMenu({ ids, owners, disabled }: { ids: string[]; owners: PossibleOwner[]; disabled?: boolean }) {
  const router = useRouter();
  const [isPending, start] = useTransition();
  const run = (wish: Wish, done: string, none: string) =>
    start(async () => {
      const result = await own(wish);
      if (!result.ok) toast.error(result.problem.message);
      else if (result.value.changed === 0) toast.info(none);
      else toast.success(done);
      router.refresh();
    });
  return (
    <PanelTrigger
      opens="menu"
      panel={(place) => (
        <DropdownMenu {...place}>
          <MenuItem onSelect={() => run({ step: 'take', ids }, 'You look after it', 'Somebody looks after it already')}>
            Take it
          </MenuItem>
          <MenuItem onSelect={() => run({ step: 'let_go', ids }, 'You let go of it', 'You did not look after it')}>
            Let go of it
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>Hand over to</MenuLabel>
          {owners.map(({ id, name }) => (
            <MenuItem
              key={id}
              onSelect={() =>
                run({ step: 'hand_over', ids, to: id }, `${name} looks after it`, `${name} looks after it already`)
              }
            >
              {name}
            </MenuItem>
          ))}
        </DropdownMenu>
      )}
    >
      <Button dense disabled={disabled} pending={isPending} icon={<UserRound aria-hidden />}>
        Look after
        <ChevronDown aria-hidden className="size-3.5" />
      </Button>
    </PanelTrigger>
  );
}
