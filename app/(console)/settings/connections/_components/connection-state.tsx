import { CircleCheck, OctagonPause, Snowflake } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** Whether payouts go out through a connection. What people did shows before what the gateway said. */
export function ConnectionState({ frozenAt, pausedAt }: { frozenAt: Date | null; pausedAt: Date | null }) {
  if (frozenAt) {
    return (
      <Badge tone="warning" icon={<Snowflake aria-hidden />}>
        Frozen
      </Badge>
    );
  }
  if (pausedAt) {
    return (
      <Badge tone="danger" icon={<OctagonPause aria-hidden />}>
        Paused
      </Badge>
    );
  }
  return (
    <Badge tone="success" icon={<CircleCheck aria-hidden />}>
      Ready
    </Badge>
  );
}
