import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** The head of a column: plain, or a button that orders the list by it. */
export function SortHeader({
  label,
  alignEnd = false,
  direction,
  onSort,
  className,
  children,
}: {
  label: string;
  alignEnd?: boolean;
  direction?: 'ascending' | 'descending';
  onSort?: () => void;
  className?: string;
  children?: ReactNode;
}) {
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <div
      role="columnheader"
      aria-sort={onSort ? (direction ?? 'none') : undefined}
      className={cn(className, alignEnd && 'justify-end text-right')}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            'inline-flex h-8 min-w-0 items-center gap-1 font-medium hover:text-fg focus-visible:-outline-offset-2',
            direction && 'text-fg',
          )}
        >
          <span className="truncate">{label}</span>
          <Icon aria-hidden className={cn('size-3 shrink-0', !direction && 'text-fg-faint')} />
        </button>
      ) : (
        <span className="truncate">{label}</span>
      )}
      {children}
    </div>
  );
}
