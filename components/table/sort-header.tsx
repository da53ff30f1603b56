import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';

/** The head of a column: plain, or a button that orders the list by it. */
export function SortHeader({
  label,
  alignEnd = false,
  direction,
  onSort,
  className,
}: {
  label: string;
  alignEnd?: boolean;
  direction?: 'ascending' | 'descending';
  onSort?: () => void;
  className?: string;
}) {
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={onSort ? (direction ?? 'none') : undefined}
      className={cn(className, alignEnd && 'text-right')}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            'inline-flex h-8 items-center gap-1 font-medium hover:text-fg focus-visible:-outline-offset-2',
            direction && 'text-fg',
          )}
        >
          {label}
          <Icon aria-hidden className={cn('size-3', !direction && 'text-fg-faint')} />
        </button>
      ) : (
        label
      )}
    </th>
  );
}
