'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from './cn.ts';
import { FieldContext } from './field-context.ts';
import { Label } from './label.tsx';

type FieldProps = {
  label: ReactNode;
  /** Stands below the control at all times: format, limits, an example. */
  hint?: ReactNode;
  /** Says what is wrong and what to do; its presence marks the control invalid. */
  error?: ReactNode;
  required?: boolean;
  /** Adds "optional" after the label. */
  optional?: boolean;
  /** Small text at the right end of the label's line. */
  aside?: ReactNode;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
};

/** Label above, control, error or hint below; the control inside is wired by context, so `register` spreads as usual. */
export function Field({ label, hint, error, required = false, optional, aside, hideLabel, ...rest }: FieldProps) {
  const made = useId();
  const id = rest.id ?? made;
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', rest.className)}>
      <div className={cn('flex items-baseline justify-between gap-3', hideLabel && 'sr-only')}>
        <Label htmlFor={id}>
          {label}
          {optional && <span className="font-normal text-fg-faint"> (optional)</span>}
        </Label>
        {aside && <span className="text-xs text-fg-faint">{aside}</span>}
      </div>
      <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>{rest.children}</FieldContext>
      <FieldMessages id={id} hint={hint} error={error} />
    </div>
  );
}

/** A Field for several controls that answer one question (radio buttons, a pair of dates). */
export function FieldGroup({ label, hint, error, optional, hideLabel, ...rest }: Omit<FieldProps, 'aside'>) {
  const made = useId();
  const id = rest.id ?? made;
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset className={cn('flex min-w-0 flex-col gap-1', rest.className)} aria-describedby={describedBy}>
      <legend className={cn('mb-1 text-xs font-medium text-fg-soft', hideLabel && 'sr-only')}>
        {label}
        {optional && <span className="font-normal text-fg-faint"> (optional)</span>}
      </legend>
      {rest.children}
      <FieldMessages id={id} hint={hint} error={error} />
    </fieldset>
  );
}

function FieldMessages({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} role="alert" className="flex gap-1 text-xs text-danger-fg">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-fg-faint">
          {hint}
        </p>
      )}
    </>
  );
}
