import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';

/** Something failed to load or to happen. `id` is what support finds in the log. */
export function ErrorState({
  title,
  id,
  action,
  className,
  children,
}: {
  title: ReactNode;
  id?: string;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className={cn('flex flex-col items-center px-4 py-12 text-center', className)}>
      <CircleX aria-hidden className="mb-3 size-6 stroke-[1.5] text-danger-fg" />
      <p className="text-base font-medium">{title}</p>
      {children && <div className="mt-1 max-w-prose text-base text-fg-soft">{children}</div>}
      {id && (
        <p className="mt-3 flex items-center gap-1 text-xs text-fg-faint">
          Error id <span className="font-mono text-fg-soft">{id}</span>
          <CopyButton value={id} label="Copy the error id" />
        </p>
      )}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
