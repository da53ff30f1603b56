'use client';

import { Check, Minus } from 'lucide-react';
import { type ComponentProps, type ReactNode, type Ref, useEffect, useRef } from 'react';
import { cn } from './cn.ts';
import { useFieldWiring } from './field-context.ts';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & {
  /** The visible text; without it give an `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  /** Some but not all: the header of a selectable list. */
  indeterminate?: boolean;
};

export function Checkbox({ label, hint, indeterminate = false, className, ref, ...rest }: CheckboxProps) {
  const props = useFieldWiring(rest);
  const own = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (own.current) own.current.indeterminate = indeterminate;
  }, [indeterminate]);
  const box = (
    <span className="relative grid size-4 shrink-0 place-items-center">
      <input
        {...props}
        type="checkbox"
        ref={(node) => {
          own.current = node;
          if (node) node.indeterminate = indeterminate;
          assign(ref, node);
        }}
        className="peer size-4 appearance-none rounded-sm border border-line-strong bg-surface hover:border-fg-faint aria-invalid:border-danger-fg checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-60"
      />
      <Check
        aria-hidden
        strokeWidth={3}
        className="pointer-events-none absolute hidden size-3 text-on-accent peer-checked:not-peer-indeterminate:block"
      />
      <Minus
        aria-hidden
        strokeWidth={3}
        className="pointer-events-none absolute hidden size-3 text-on-accent peer-indeterminate:block"
      />
    </span>
  );
  if (label === undefined) return <span className={cn('inline-grid', className)}>{box}</span>;
  return (
    <label className={cn('flex min-w-0 items-start gap-2 text-base', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-xs text-fg-faint">{hint}</span>}
      </span>
    </label>
  );
}

function assign<T>(ref: Ref<T> | undefined, node: T | null) {
  if (typeof ref === 'function') ref(node);
  else if (ref) ref.current = node;
}
