import { CircleCheck, CircleHelp, CircleX, Info, TriangleAlert } from 'lucide-react';
import { cn } from './cn.ts';
import { type Tone, TONE_TEXT } from './tone.ts';

const ICON: Record<Tone, typeof Info> = {
  success: CircleCheck,
  danger: CircleX,
  warning: TriangleAlert,
  info: Info,
  doubt: CircleHelp,
  muted: Info,
};

/** The sign that goes with a tone, so that colour never stands alone. */
export function ToneIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = ICON[tone];
  return <Icon aria-hidden className={cn('size-4 shrink-0', TONE_TEXT[tone], className)} />;
}
