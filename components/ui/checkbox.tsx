'use client';

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
    <input
      {...props}
      type="checkbox"
      ref={(node) => {
        own.current = node;
        if (node) node.indeterminate = indeterminate;
        assign(ref, node);
      }}
      className={cn(BOX, label === undefined && className)}
    />
  );
  if (label === undefined) return box;
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

// The mark is a shape cut out of the box's own pseudo-element: a list has dozens of boxes, each then one element. With
// colours forced by the system nothing of this would show: there the browser draws its own.
const BOX = cn(
  'relative size-4 shrink-0 appearance-none rounded-sm border border-line-strong bg-surface hover:border-fg-faint',
  'aria-invalid:border-danger-fg checked:border-accent checked:bg-accent disabled:opacity-60',
  'indeterminate:border-accent indeterminate:bg-accent',
  'before:pointer-events-none before:absolute before:inset-0.5 before:hidden before:bg-on-accent',
  'checked:before:block checked:before:[clip-path:polygon(0_52%,12%_39%,36%_63%,88%_11%,100%_24%,36%_88%)]',
  'indeterminate:before:block indeterminate:before:[clip-path:inset(42%_8%)]',
  'forced-colors:appearance-auto forced-colors:before:hidden!',
);

function assign<T>(ref: Ref<T> | undefined, node: T | null) {
  if (typeof ref === 'function') ref(node);
  else if (ref) ref.current = node;
}
