import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { type Tone, TONE_BOX } from './tone.ts';
import { ToneIcon } from './tone-icon.tsx';

/** A message in the flow of the page. `announce` reads it aloud when it appears. */
export function Notice({
  tone = 'info',
  title,
  action,
  announce = false,
  className,
  children,
}: {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  announce?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      {...(announce ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}
      className={cn(
        'flex flex-wrap gap-x-2.5 gap-y-2 rounded border px-3 py-2.5 text-base sm:flex-nowrap',
        TONE_BOX[tone],
        className,
      )}
    >
      <ToneIcon tone={tone} className="mt-0.5" />
      <div className="min-w-0 flex-1 basis-3/4 sm:basis-0">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn('text-fg-soft', title && 'mt-0.5')}>{children}</div>}
      </div>
      {action && <div className="shrink-0 self-center max-sm:pl-6.5">{action}</div>}
    </div>
  );
}
