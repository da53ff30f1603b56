import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';

/** Facts as term and value, one row each. Holds DescriptionRow only. */
export function DescriptionList({ className, children }: { className?: string; children: ReactNode }) {
  return <dl className={cn('divide-y divide-line', className)}>{children}</dl>;
}

/** `copy` is the text the button copies, where it offers one. */
export function DescriptionRow({
  term,
  copy,
  mono = false,
  children,
}: {
  term: string;
  copy?: string;
  mono?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid min-h-9 grid-cols-[minmax(6.5rem,34%)_1fr] items-baseline gap-3 py-2">
      <dt className="text-sm text-fg-soft">{term}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className={cn('min-w-0', mono && 'font-mono text-sm')}>{children}</span>
        {copy !== undefined && (
          <span className="-my-1 shrink-0">
            <CopyButton value={copy} label={`Copy ${term.toLowerCase()}`} />
          </span>
        )}
      </dd>
    </div>
  );
}
