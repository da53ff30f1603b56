'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { useFieldWiring } from './field-context.ts';

export type TextareaProps = ComponentProps<'textarea'> & { mono?: boolean };

export function Textarea({ mono = false, className, ...rest }: TextareaProps) {
  const props = useFieldWiring(rest);
  return (
    <textarea
      rows={3}
      {...props}
      className={cn('input-frame min-h-16 w-full px-2.5 py-1.5 text-base', mono && 'font-mono', className)}
    />
  );
}
