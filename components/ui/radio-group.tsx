'use client';

import type { ChangeEvent, ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export type ChoiceProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'defaultValue' | 'name'> & {
  name: string;
  options: readonly Choice[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
};

/** Radio buttons one under the other; stands inside a FieldGroup, which names the question. */
export function RadioGroup({ className, ...props }: ChoiceProps) {
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      {radios(props).map(({ option, input }) => (
        <label key={option.value} className="flex min-w-0 items-start gap-2 text-base">
          <span className="flex h-5 items-center">
            <input
              {...input}
              className="size-4 shrink-0 appearance-none rounded-full border border-line-strong bg-surface checked:border-[5px] checked:border-accent checked:bg-on-accent disabled:opacity-60"
            />
          </span>
          <span className="min-w-0">
            {option.label}
            {option.hint && <span className="block text-xs text-fg-faint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

/** The same as RadioGroup in one row of joined segments, for two to five short words. Takes `label` where no FieldGroup names it. */
export function Segmented({
  dense = false,
  label,
  className,
  ...props
}: ChoiceProps & { dense?: boolean; label?: string }) {
  return (
    <div
      {...(label ? { role: 'radiogroup', 'aria-label': label } : {})}
      className={cn('inline-flex w-fit max-w-full rounded border border-line-mid bg-surface p-0.5', className)}
    >
      {radios(props).map(({ option, input }) => (
        <label
          key={option.value}
          className={cn(
            'relative flex min-w-0 cursor-pointer items-center justify-center rounded-sm font-medium text-fg-soft transition-colors hover:bg-hover hover:text-fg has-checked:bg-accent-soft has-checked:inset-ring has-checked:inset-ring-accent-ink has-checked:text-accent-ink has-disabled:cursor-not-allowed has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-accent-ink',
            dense ? 'h-[22px] px-2 text-sm' : 'h-[30px] px-3 text-base',
          )}
        >
          <input {...input} className="absolute inset-0 cursor-pointer appearance-none outline-none" />
          <span className="pointer-events-none relative truncate">{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function radios({ options, value, defaultValue, onValueChange, onChange, disabled, ...rest }: ChoiceProps) {
  return options.map((option) => ({
    option,
    input: {
      ...rest,
      type: 'radio',
      value: option.value,
      disabled: disabled || option.disabled,
      ...(value === undefined ? {} : { checked: value === option.value }),
      ...(defaultValue === undefined ? {} : { defaultChecked: defaultValue === option.value }),
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        onChange?.(event);
        onValueChange?.(event.target.value);
      },
    },
  }));
}
