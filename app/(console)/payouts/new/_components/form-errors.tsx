'use client';

import { useFormState } from 'react-hook-form';
import { FormErrorSummary } from '#components/ui/form-error-summary.tsx';
import { messageOf } from './field-row.tsx';
import type { Target } from './typed-values.ts';
import { inputNames, type PayoutFields } from './use-payout-form.ts';

/** All that is wrong, once the form was submitted; each line leads to its field. */
export function FormErrors({ form, target }: { form: PayoutFields; target: Target }) {
  const { errors, submitCount } = useFormState({ control: form.control });
  if (submitCount === 0) return null;
  const wrong = inputNames(target).flatMap((name) => {
    const message = messageOf(errors, name);
    return message === undefined ? [] : [{ name, message }];
  });
  return <FormErrorSummary errors={wrong} />;
}

/** Puts the focus on a field, opening the folded section around it. */
export function focusField(name: string): void {
  // Of the form: a <meta> of the page may bear the name of a field, too.
  const control = document.querySelector<HTMLElement>(`form [name="${name}"], section [name="${name}"]`);
  control?.closest('details')?.setAttribute('open', '');
  control?.focus();
}
