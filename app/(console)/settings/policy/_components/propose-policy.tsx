'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { formatPlain } from '#lib/domain/money.ts';
import type { ApprovalPolicy } from '#lib/domain/policy.ts';
import { propose } from '../actions.ts';
import { readProposal } from './read-proposal.ts';

/** Proposes another policy: up to where nobody, up to where one, above that two checkers. */
export function ProposePolicy({ rules, replaces }: { rules: ApprovalPolicy; replaces: boolean }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const [isPending, start] = useTransition();
  const upTo = (checkers: number) => {
    const end = rules.bands.findLast((band) => band.checkers === checkers)?.upToMinor;
    return end ? formatPlain(end) : '';
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readProposal(new FormData(event.currentTarget), rules.exceptions);
    if (!read.ok) return setProblems([read.message]);
    start(async () => {
      const result = await propose(read.rules);
      if (result.ok) {
        setOpen(false);
        return router.refresh();
      }
      setProblems(Object.values(result.problem.fields ?? { '': [result.problem.message] }).flat());
    });
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setProblems([]);
      }}
      trigger={<Button variant="primary">Propose another policy</Button>}
      title="Propose another policy"
      description={`It is in force when another admin consents.${replaces ? ' It replaces the open proposal.' : ''}`}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" pending={isPending}>
            Propose it
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        <Field label="No checker up to" hint="Empty: every payout needs a checker.">
          <Input name="none" before="₹" inputMode="decimal" defaultValue={upTo(0)} />
        </Field>
        <Field label="One checker up to" hint="Two above. Empty: two for all others.">
          <Input name="one" before="₹" inputMode="decimal" defaultValue={upTo(1)} />
        </Field>
        <Field label="A passkey is needed above" required>
          <Input name="passkey" before="₹" inputMode="decimal" defaultValue={formatPlain(rules.passkeyAboveMinor)} />
        </Field>
        <Field label="Days until it goes back to the maker" required>
          <Input name="days" inputMode="numeric" defaultValue={String(rules.expiryDays)} />
        </Field>
        <Field label="Hours before a changed account is paid to" hint="After a checker confirmed it." required>
          <Input name="cooling" inputMode="numeric" defaultValue={String(rules.coolingOffHours)} />
        </Field>
        <Checkbox
          name="fresh"
          label="At least one checker for an account never paid before"
          defaultChecked={rules.exceptions.some(({ newBeneficiary }) => newBeneficiary === true)}
        />
        {problems.length > 0 && (
          <Notice tone="danger" announce>
            {problems.join(' ')}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
