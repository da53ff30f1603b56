'use client';

import { Ban } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import { ROLE_WORDS, ROLES, type Role } from '#lib/domain/access.ts';
import { changePerson, resetFactors } from '../actions.ts';

type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isDemo: boolean;
  disabledAt: Date | null;
  hasFactor: boolean;
};

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: role }));
// On a phone the cells of a row stand below each other: role and buttons are never behind a sideways scroll.
const CELL = 'px-3 max-md:block max-md:py-1 md:h-11 md:whitespace-nowrap';

/** One person; what an admin changes here holds from that person's next request on. */
export function PersonRow({ person, mayChange, isSelf }: { person: Person; mayChange: boolean; isSelf: boolean }) {
  const { id, name, email, role, isDemo, disabledAt, hasFactor } = person;
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const change = (what: { role?: Role; disabled?: boolean }, done: string) =>
    start(async () => {
      const result = await changePerson({ id, ...what });
      if (result.ok) toast.success(done);
      else toast.error(result.problem.message);
      router.refresh();
    });
  const reset = () =>
    start(async () => {
      const result = await resetFactors({ id });
      if (result.ok) toast.success(`${name} adds a new second factor at the next sign-in`);
      else toast.error(result.problem.message);
      router.refresh();
    });
  return (
    <tr className="hover:bg-hover max-md:block max-md:py-2">
      <th scope="row" className={`${CELL} text-left font-medium`}>
        {name}
        {isSelf && <span className="font-normal text-fg-faint"> (you)</span>}
      </th>
      <td className={`${CELL} text-fg-soft`}>{email}</td>
      <td className={CELL}>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {mayChange && !disabledAt ? (
            <Select
              dense
              className="w-26"
              aria-label={`Role of ${name}`}
              options={ROLE_OPTIONS}
              value={role}
              disabled={isBusy}
              onChange={(event) => change({ role: event.target.value as Role }, `${name} is ${event.target.value} now`)}
            />
          ) : (
            <span className="w-26 px-2">{role}</span>
          )}
          <span className="text-fg-soft">{ROLE_WORDS[role]}</span>
        </span>
      </td>
      <td className={CELL}>
        <span className="flex flex-wrap items-center gap-2">
          {isDemo && <Badge tone="info">Demo</Badge>}
          {disabledAt && (
            <Badge tone="muted" icon={<Ban aria-hidden />}>
              Off
            </Badge>
          )}
          {mayChange && !disabledAt && (
            <Confirmed
              label="Switch off"
              name={name}
              isBusy={isBusy}
              description="They are signed out at once and cannot come back until an admin switches them on. What they did stays."
              onConfirm={() => change({ disabled: true }, `${name} is switched off`)}
            />
          )}
          {mayChange && !disabledAt && hasFactor && (
            <Confirmed
              label="Reset second factor"
              name={name}
              isBusy={isBusy}
              description="For somebody who lost all of theirs; make sure that it is really them who asks. They are signed out at once, their passkeys and app count no more, and they add a new one at the next sign-in."
              onConfirm={reset}
            />
          )}
          {mayChange && disabledAt && (
            <Button dense pending={isBusy} onClick={() => change({ disabled: false }, `${name} may sign in again`)}>
              Switch on
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

interface ConfirmedProps {
  label: string;
  name: string;
  isBusy: boolean;
  description: string;
  onConfirm: () => void;
}

/** A button that says what it will do before it does it. */
function Confirmed({ label, name, isBusy, description, onConfirm }: ConfirmedProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title={`${label}: ${name}?`}
      description={description}
      trigger={
        <Button dense pending={isBusy} aria-label={`${label}: ${name}`}>
          {label}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button
            variant="danger"
            onClick={() => {
              setOpen(false);
              onConfirm();
            }}
          >
            {label}
          </Button>
        </>
      }
    />
  );
}
