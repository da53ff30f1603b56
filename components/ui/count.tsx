import { cn } from './cn.ts';

/** A small figure beside a name; nothing where there is none to show. */
export function Count({ value, className }: { value?: number; className?: string }) {
  if (value === undefined) return null;
  return (
    <span
      className={cn('min-w-5 rounded-full bg-sunken px-1.5 text-center text-xs font-medium text-fg-soft', className)}
    >
      {value.toLocaleString('en-IN')}
    </span>
  );
}
