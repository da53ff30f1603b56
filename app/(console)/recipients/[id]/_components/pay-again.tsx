'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { advisoryKey, type Advisory } from '#lib/domain/advisory.ts';
import { formatPlain } from '#lib/domain/money.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import type { RecipientView } from '#lib/recipients/read-recipient.ts';
import { pay } from '../../actions.ts';

/** A form that knows everything but the amount: the account in force is put in on the server. */
export function PayAgain({ recipient, freshId }: { recipient: RecipientView; freshId: string }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const ways = recipient.connections.filter(({ missing }) => missing.length === 0);
  const [last] = recipient.history;
  const advisories = problem?.code === 'advised' ? (problem.detail as Advisory[]) : [];
  const fieldError = (path: string) => problem?.fields?.[`instruction.${path}`]?.[0];

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = (name: string) => String(typed.get(name) ?? '');
    start(async () => {
      const result = await pay({
        id: freshId,
        recipientId: recipient.id,
        connectionId: text('connection'),
        amount: text('amount'),
        description: text('description'),
        acknowledged: typed.getAll('tick').map(String),
      });
      if (result.ok) router.push(`/payouts/${result.value.id}`);
      else setProblem(result.problem);
    });
  };

  if (ways.length === 0) return null;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">{recipient.firstPaidAt ? 'Pay again' : 'Pay'}</Button>}
      title={`Pay ${recipient.name}`}
      description={`To the account ending in ${recipient.accountLast4}, ${recipient.ifsc}.`}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" pending={isPending}>
            Pay
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <Field label="Connection">
          <Select
            name="connection"
            options={ways.map(({ id, name, option }) => ({ value: id, label: `${name} (${option})` }))}
          />
        </Field>
        <Field label="Amount" hint="In rupees: 1,50,000 or 150000.50 or 1.5L" error={fieldError('amount')} required>
          <Input name="amount" inputMode="decimal" defaultValue={last ? formatPlain(last.amountMinor) : ''} />
        </Field>
        <Field label="Description" error={fieldError('description')} required>
          <Input name="description" maxLength={255} defaultValue={last?.description ?? ''} />
        </Field>
        {advisories.map((one) => (
          <Checkbox key={advisoryKey(one)} name="tick" value={advisoryKey(one)} label={one.message} />
        ))}
        {problem && problem.code !== 'advised' && !fieldError('amount') && !fieldError('description') && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
