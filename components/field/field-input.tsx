'use client';

import type { ChangeEvent, FocusEvent, RefCallback } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { isCode } from './is-code.ts';

type Control = HTMLInputElement | HTMLSelectElement;

/** What a form gives each of its inputs; what react-hook-form's `register` returns fits. */
export interface FieldControl {
  name: string;
  ref?: RefCallback<Control>;
  onChange?: (event: ChangeEvent<Control>) => unknown;
  onBlur?: (event: FocusEvent<Control>) => unknown;
  defaultValue?: string;
}

/** The control that a field's kind asks for. Stands inside a `Field`, which labels it; a flag labels itself. */
export function FieldInput({ field, control }: { field: Field; control: FieldControl }) {
  const kind = kindOf(field);
  if (field.kind === 'flag') return <Checkbox {...control} label={kind.label} hint={kind.hint} />;
  if (kind.choices) {
    const options = Object.entries(kind.choices).map(([value, label]) => ({ value, label }));
    const placeholder = field.required ? `Choose: ${kind.label.toLowerCase()}` : 'Not set';
    return <Select {...control} options={options} placeholder={placeholder} />;
  }
  return (
    <Input
      {...control}
      inputMode={kind.inputMode}
      mono={isCode(field)}
      before={field.kind === 'amount' ? '₹' : undefined}
      spellCheck={false}
      autoCapitalize={field.kind === 'ifsc' ? 'characters' : 'off'}
      // Password keepers offer to store what they take for a card or login; nothing here is theirs.
      data-1p-ignore={kind.isSecret}
      data-lpignore={kind.isSecret}
    />
  );
}
