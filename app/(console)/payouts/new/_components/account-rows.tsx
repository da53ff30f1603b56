'use client';

import { useFormState } from 'react-hook-form';
import { FieldInput } from '#components/field/field-input.tsx';
import { Field as Labelled } from '#components/ui/field.tsx';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { FieldRow, messageOf } from './field-row.tsx';
import { REPEAT } from './repeat.ts';
import { cleanTyped } from './typed-values.ts';
import type { PayoutFields } from './use-payout-form.ts';

/** The account number, twice. It lives in this page's memory only: neither in storage nor in an address. */
export function AccountRows({ form, field }: { form: PayoutFields; field: Field }) {
  const { errors, touchedFields } = useFormState({ control: form.control });
  const control = form.register(REPEAT, {
    onBlur: (event: { target: { value?: unknown } }) => form.setValue(REPEAT, cleanTyped(field, event.target.value)),
  });
  // The repetition is looked at again when the first number changes after both were typed.
  const lookAgain = () => void (touchedFields[REPEAT] && form.trigger(REPEAT));
  return (
    <div className="grid gap-4 sm:col-span-2 sm:grid-cols-2">
      <FieldRow form={form} field={field} onLeave={lookAgain} />
      <Labelled
        label={`${kindOf(field).label} again`}
        hint="Blanks do not matter."
        error={messageOf(errors, REPEAT)}
        required
      >
        <FieldInput field={field} control={control} />
      </Labelled>
    </div>
  );
}
