'use client';

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Field as Labelled } from '#components/ui/field.tsx';
import { describeLimit } from '#lib/domain/describe-rule.ts';
import { kindOf, type Advice, type Field } from '#lib/domain/field.ts';
import { FieldInput, type FieldControl } from './field-input.tsx';

/** One field of a form: label, control, hint, and below it the error or else the advice. */
export function FormField({
  field,
  control,
  error,
  advice,
  onTake,
  hint,
  className,
}: {
  field: Field;
  control: FieldControl;
  error?: string;
  advice?: Advice | null;
  /** Takes the better value that the advice offers. */
  onTake?: (suggestion: string) => void;
  /** Stands instead of the kind's own hint. */
  hint?: ReactNode;
  className?: string;
}) {
  const kind = kindOf(field);
  const note = !error && advice ? <AdviceNote advice={advice} onTake={onTake} /> : null;
  if (field.kind === 'flag') return <FieldInput field={field} control={control} />;
  return (
    <Labelled
      label={kind.label}
      required={field.required}
      optional={!field.required}
      aside={kind.choices ? undefined : describeLimit(field)}
      error={error}
      hint={
        <>
          {hint ?? kind.hint}
          {/* Always there, so that a screen reader says what appears in it. */}
          <span role="status" className="block">
            {note}
          </span>
        </>
      }
      className={className}
    >
      <FieldInput field={field} control={control} />
    </Labelled>
  );
}

function AdviceNote({ advice, onTake }: { advice: Advice; onTake?: (suggestion: string) => void }) {
  const { message, suggestion } = advice;
  return (
    <span className="mt-1 flex gap-1 text-warning-fg">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>
        {message}{' '}
        {suggestion && onTake && (
          <button
            type="button"
            onClick={() => onTake(suggestion)}
            className="rounded-sm font-medium underline underline-offset-2"
          >
            Use {suggestion}
          </button>
        )}
      </span>
    </span>
  );
}
