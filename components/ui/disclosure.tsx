'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from './cn.ts';

/** A folded section. Its content stays in the page, so the fields within keep what was typed. */
export function Disclosure({
  summary,
  aside,
  open,
  defaultOpen = false,
  onOpenChange,
  className,
  children,
}: {
  summary: ReactNode;
  aside?: ReactNode;
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}) {
  const [own, setOwn] = useState(defaultOpen);
  return (
    <details
      open={open ?? own}
      onToggle={(event) => {
        const next = event.currentTarget.open;
        setOwn(next);
        if (next !== (open ?? own)) onOpenChange?.(next);
      }}
      className={cn('group/disclosure', className)}
    >
      <summary className="flex min-h-9 list-none items-center gap-1.5 rounded py-1.5 text-base font-medium text-fg-soft hover:text-fg">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open/disclosure:rotate-90" />
        <span className="min-w-0 flex-1">{summary}</span>
        {aside && <span className="text-xs font-normal text-fg-faint">{aside}</span>}
      </summary>
      <div className="pb-2 pt-2">{children}</div>
    </details>
  );
}
