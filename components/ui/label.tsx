import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export function Label({ className, ...rest }: ComponentProps<'label'>) {
  return <label className={cn('text-xs font-medium text-fg-soft', className)} {...rest} />;
}
