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
      className={cn('flex gap-2.5 rounded border px-3 py-2.5 text-base', TONE_BOX[tone], className)}
    >
      <ToneIcon tone={tone} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn('text-fg-soft', title && 'mt-0.5')}>{children}</div>}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  );
}
