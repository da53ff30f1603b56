'use client';

import { useState, type ReactNode } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import { FormField } from '#components/field/form-field.tsx';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { lookUp } from '#lib/domain/request.ts';
import { cleanTyped } from './typed-values.ts';
import type { PayoutFields } from './use-payout-form.ts';

/** One field joined to the form: cleaned when it is left, errors and advice from then on. */
export function FieldRow({
  form,
  field,
  hint,
  onLeave,
  className,
}: {
  form: PayoutFields;
  field: Field;
  hint?: ReactNode;
  onLeave?: () => void;
  className?: string;
}) {
  const { path } = field;
  const value = useWatch({ control: form.control, name: path });
  const { errors } = useFormState({ control: form.control, name: path });
  // Advice does not break in while a value is typed for the first time.
  const [isFirstTyping, setFirstTyping] = useState(false);
  const cleaned = cleanTyped(field, value);
  const control = form.register(path, {
    onChange: () => setFirstTyping((was) => was || !cleaned),
    onBlur: (event: { target: { value?: unknown } }) => {
      setFirstTyping(false);
      const typed = event.target.value;
      const tidy = cleanTyped(field, typed);
      if (isText(field) && tidy !== typed) form.setValue(path, tidy);
      onLeave?.();
    },
  });
  return (
    <FormField
      field={field}
      control={control}
      error={messageOf(errors, path)}
      advice={isFirstTyping || cleaned === '' ? null : kindOf(field).advise?.(cleaned)}
      onTake={(better) => {
        form.setValue(path, better, { shouldValidate: true, shouldDirty: true });
        form.setFocus(path);
      }}
      hint={hint}
      className={className}
    />
  );
}

/** What is read as typed text and so shown as it will be sent; an amount stays as it was written. */
const isText = ({ kind }: Field) => kind !== 'amount' && kind !== 'flag';

export function messageOf(errors: object, path: string): string | undefined {
  const error = lookUp(errors as Record<string, unknown>, path);
  return error && typeof error === 'object' && 'message' in error ? String(error.message) : undefined;
}
