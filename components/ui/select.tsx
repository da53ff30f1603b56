'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { useFieldWiring } from './field-context.ts';

export type SelectOption = { value: string; label: string; disabled?: boolean };

export type SelectProps = Omit<ComponentProps<'select'>, 'children' | 'multiple'> & {
  options: readonly (SelectOption | { group: string; options: readonly SelectOption[] })[];
  /** An empty first choice with this text. */
  placeholder?: string;
  dense?: boolean;
};

/** The browser's own list, framed like every other control. */
export function Select({ options, placeholder, dense = false, className, ...rest }: SelectProps) {
  const props = useFieldWiring(rest);
  return (
    <span className={cn('relative flex min-w-0', className)}>
      <select
        {...props}
        className={cn(
          'input-frame w-full min-w-0 appearance-none truncate',
          dense ? 'h-7 pl-2 pr-7 text-sm' : 'h-9 pl-2.5 pr-8 text-base',
        )}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((entry) =>
          'group' in entry ? (
            <optgroup key={entry.group} label={entry.group}>
              {entry.options.map(choice)}
            </optgroup>
          ) : (
            choice(entry)
          ),
        )}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-fg-faint"
      />
    </span>
  );
}

function choice({ value, label, disabled }: SelectOption) {
  return (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  );
}
