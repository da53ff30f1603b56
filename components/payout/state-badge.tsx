import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  ListStart,
  type LucideIcon,
  Send,
  UserCheck,
} from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Tone } from '#components/ui/tone.ts';
import { type State, STATE_WORDS } from '#lib/domain/payout.ts';

/** How each state looks; its word and meaning stand in the domain. */
export const STATE_LOOK: Record<State, { tone: Tone; Icon: LucideIcon }> = {
  created: { tone: 'muted', Icon: CircleDashed },
  awaiting_approval: { tone: 'warning', Icon: UserCheck },
  queued: { tone: 'muted', Icon: ListStart },
  sending: { tone: 'info', Icon: Send },
  pending: { tone: 'info', Icon: Hourglass },
  successful: { tone: 'success', Icon: CircleCheck },
  failed: { tone: 'danger', Icon: CircleX },
  expired: { tone: 'warning', Icon: Clock },
  in_doubt: { tone: 'doubt', Icon: CircleHelp },
  cancelled: { tone: 'muted', Icon: CircleSlash },
};

/** The state of a payout: icon, word and colour together. */
export function StateBadge({ state, className }: { state: State; className?: string }) {
  const { tone, Icon } = STATE_LOOK[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />} className={className}>
      {STATE_WORDS[state].label}
    </Badge>
  );
}
