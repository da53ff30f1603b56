import { CircleCheck, CircleX, HelpCircle, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { type Tone, TONE_BOX } from './tone.ts';

const ICON: Record<Tone, typeof Info> = {
  success: CircleCheck,
  danger: CircleX,
  warning: TriangleAlert,
  info: Info,
  doubt: HelpCircle,
  muted: Info,
};

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
  const Icon = ICON[tone];
  return (
    <div
      {...(announce ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}
      className={cn('flex gap-2.5 rounded border px-3 py-2.5 text-base', TONE_BOX[tone], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn('text-fg-soft', title && 'mt-0.5')}>{children}</div>}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  );
}
