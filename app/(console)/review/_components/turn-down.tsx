'use client';

import { useState } from 'react';
import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { formatAmount } from '#lib/domain/money.ts';
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
  const [way, setWay] = useState('send_back');
  const decision = way === 'reject' ? 'reject' : 'send_back';
  return (
    <FormDialog
      trigger={<Button dense={dense}>Turn down</Button>}
      title="Turn it down?"
      description={`${formatAmount(amountMinor)} to ${beneficiary}. Approvals given so far end with it.`}
      confirm={decision === 'reject' ? 'Reject it' : 'Send it back'}
      isGrave
      onSubmit={(typed) => turnDown({ id, decision, reason: textOf(typed, 'reason') })}
    >
      {(errorOf) => (
        <>
          <FieldGroup label="How">
            <RadioGroup name="way" options={WAYS} value={way} onValueChange={setWay} />
          </FieldGroup>
          <Field label="Why?" error={errorOf('reason')} required>
            <Textarea name="reason" maxLength={500} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
