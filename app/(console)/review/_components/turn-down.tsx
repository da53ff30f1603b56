'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { formatAmount } from '#lib/domain/money.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { turnDown } from '../actions.ts';

const WAYS = [
  { value: 'send_back', label: 'Send back', hint: 'Its maker answers you and submits it again, or cancels it.' },
  { value: 'reject', label: 'Reject', hint: 'It is cancelled. What is still owed takes a new payout.' },
];

interface TurnDownProps {
  payout: { id: string; amountMinor: bigint; beneficiary: string };
  dense?: boolean;
}

/** Turns a payout down, with the reason that its maker is shown. */
export function TurnDown({ payout: { id, amountMinor, beneficiary }, dense }: TurnDownProps) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [decision, setDecision] = useState('send_back');
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '');
    start(async () => {
      const result = await turnDown({ id, decision: decision === 'reject' ? 'reject' : 'send_back', reason });
      setProblem(result.ok ? null : result.problem);
      if (result.ok) setOpen(false);
      if (result.ok || result.problem.code === 'conflict') router.refresh();
    });
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setProblem(null);
      }}
      trigger={<Button dense={dense}>Turn down</Button>}
      title="Turn it down?"
      description={`${formatAmount(amountMinor)} to ${beneficiary}. Approvals given so far end with it.`}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="danger" pending={isPending}>
            {decision === 'reject' ? 'Reject it' : 'Send it back'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <FieldGroup label="How">
          <RadioGroup name={`${form}-way`} options={WAYS} value={decision} onValueChange={setDecision} />
        </FieldGroup>
        <Field label="Why?" error={problem?.fields?.reason?.[0]} required>
          <Textarea name="reason" maxLength={500} />
        </Field>
        {problem && !problem.fields?.reason && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
