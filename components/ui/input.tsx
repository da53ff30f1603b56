'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { useFieldWiring } from './field-context.ts';

export type InputProps = ComponentProps<'input'> & {
  dense?: boolean;
  /** Monospaced figures: account numbers, codes, ids. */
  mono?: boolean;
  /** Inside the frame, at its left: an icon or a unit. */
  before?: ReactNode;
};

export function Input({ dense = false, mono = false, before, className, ...rest }: InputProps) {
  const props = useFieldWiring(rest);
  const input = (
    <input
      type="text"
      autoComplete="off"
      {...props}
      className={cn(
        'input-frame w-full min-w-0',
        dense ? 'h-7 px-2 text-sm' : 'h-9 px-2.5 text-base',
        mono && 'font-mono',
        before && (dense ? 'pl-7' : 'pl-8'),
        className,
      )}
    />
  );
  if (!before) return input;
  return (
    <span className="relative flex min-w-0">
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-fg-faint [&_svg]:size-4"
      >
        {before}
      </span>
      {input}
    </span>
  );
}
