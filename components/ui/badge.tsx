import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { type Tone, TONE_BOX } from './tone.ts';

/** A state in one word: icon, word and colour together. */
export function Badge({
  tone = 'muted',
  icon,
  className,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-xs font-medium [&_svg]:size-3 [&_svg]:shrink-0',
        TONE_BOX[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
