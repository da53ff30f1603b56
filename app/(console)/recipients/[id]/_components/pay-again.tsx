'use client';

import { useRouter } from 'next/navigation';
import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { advisoryKey, type Advisory } from '#lib/domain/advisory.ts';
import { formatPlain } from '#lib/domain/money.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import type { RecipientView } from '#lib/recipients/read-recipient.ts';
import { pay } from '../../actions.ts';

/** A form that knows everything but the amount: the account in force is put in on the server. */
export function PayAgain({ recipient, freshId }: { recipient: RecipientView; freshId: string }) {
  const router = useRouter();
  const ways = recipient.connections.filter(({ missing }) => missing.length === 0);
  const [last] = recipient.history;
  if (ways.length === 0) return null;
  return (
    <FormDialog
      trigger={<Button variant="primary">{recipient.firstPaidAt ? 'Pay again' : 'Pay'}</Button>}
      title={`Pay ${recipient.name}`}
      description={`To the account ending in ${recipient.accountLast4}, ${recipient.ifsc}.`}
      confirm="Pay"
      onSubmit={(typed) =>
        pay({
          id: freshId,
          recipientId: recipient.id,
          connectionId: textOf(typed, 'connection'),
          amount: textOf(typed, 'amount'),
          description: textOf(typed, 'description'),
          acknowledged: typed.getAll('tick').map(String),
        })
      }
      onDone={({ id }) => router.push(`/payouts/${id}`)}
    >
      {(errorOf, problem) => (
        <>
          <Field label="Connection">
            <Select
              name="connection"
              options={ways.map(({ id, name, option }) => ({ value: id, label: `${name} (${option})` }))}
            />
          </Field>
          <Field
            label="Amount"
            hint="In rupees: 1,50,000 or 150000.50 or 1.5L"
            error={errorOf('instruction.amount')}
            required
          >
            <Input name="amount" inputMode="decimal" defaultValue={last ? formatPlain(last.amountMinor) : ''} />
          </Field>
          <Field label="Description" error={errorOf('instruction.description')} required>
            <Input name="description" maxLength={255} defaultValue={last?.description ?? ''} />
          </Field>
          {advisoriesIn(problem).map((one) => (
            <Checkbox key={advisoryKey(one)} name="tick" value={advisoryKey(one)} label={one.message} />
          ))}
        </>
      )}
    </FormDialog>
  );
}

const advisoriesIn = (problem: ProblemView | null): Advisory[] =>
  problem?.code === 'advised' ? (problem.detail as Advisory[]) : [];
