'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { useFieldWiring } from './field-context.ts';

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role'> & { label: ReactNode; hint?: ReactNode };

/** For what takes effect at once; a choice that waits for "Save" is a Checkbox. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  const props = useFieldWiring(rest);
  return (
    <label className={cn('flex min-w-0 items-start gap-2 text-base', className)}>
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          {...props}
          type="checkbox"
          role="switch"
          className="peer h-4 w-7 appearance-none rounded-full border border-line-strong bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-60"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute left-0.5 top-0.5 size-3 rounded-full bg-line-strong transition-transform peer-checked:translate-x-3 peer-checked:bg-on-accent"
        />
      </span>
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-xs text-fg-faint">{hint}</span>}
      </span>
    </label>
  );
}
