'use client';

import { type FormEvent, useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { readAgeRange } from '#lib/domain/age-range.ts';
import { Apply } from './apply.tsx';
import type { EditorProps } from './filter-editor.tsx';

/** Asks for the youngest and the oldest of what waits. */
export function AgeEditor({ text, onApply }: EditorProps) {
  const [given = '', limit = ''] = text?.split('..') ?? [];
  const [ends, setEnds] = useState({ from: given, to: limit });
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = `${ends.from.trim()}..${ends.to.trim()}`;
    if (next === '..') return onApply(undefined);
    if (readAgeRange(next)) return onApply(next);
    setError('Write ages like 30m, 2h or 3d, the shorter one first.');
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <Field label="At least" hint="Like 30m, 2h or 3d; of what is still waiting" error={error}>
        <Input dense value={ends.from} onChange={(event) => setEnds({ ...ends, from: event.target.value })} />
      </Field>
      <Field label="At most">
        <Input dense value={ends.to} onChange={(event) => setEnds({ ...ends, to: event.target.value })} />
      </Field>
      <Apply onClear={text === undefined ? undefined : () => onApply(undefined)} />
    </form>
  );
}
