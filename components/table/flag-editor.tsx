'use client';

import { Button } from '#components/ui/button.tsx';
import { columnOf } from '#lib/domain/column.ts';
import type { EditorProps } from './filter-editor.tsx';

const ANSWERS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: undefined, label: 'Either' },
] as const;

/** Asks whether there is such a thing, or whether it does not matter. */
export function FlagEditor({ column, text, onApply }: EditorProps) {
  return (
    <div role="group" aria-label={columnOf(column).label} className="flex gap-1.5">
      {ANSWERS.map(({ value, label }) => (
        <Button
          key={label}
          dense
          aria-pressed={text === value}
          className="aria-pressed:border-accent-ink aria-pressed:text-accent-ink"
          onClick={() => onApply(value)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
