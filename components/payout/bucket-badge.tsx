import { CircleHelp, Clock, ClockAlert, Hourglass, type LucideIcon, Timer } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Tone } from '#components/ui/tone.ts';
import { BUCKET_WORDS, type Bucket } from '#lib/domain/ageing.ts';

const LOOK: Record<Bucket, { Icon: LucideIcon; tone: Tone }> = {
  very_late: { Icon: ClockAlert, tone: 'danger' },
  late: { Icon: Hourglass, tone: 'warning' },
  no_history: { Icon: CircleHelp, tone: 'muted' },
  slow: { Icon: Timer, tone: 'info' },
  usual: { Icon: Clock, tone: 'info' },
};

/** How old a waiting payout is against what is usual. */
export function BucketBadge({ bucket }: { bucket: Bucket }) {
  const { Icon, tone } = LOOK[bucket];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {BUCKET_WORDS[bucket].label}
    </Badge>
  );
}
