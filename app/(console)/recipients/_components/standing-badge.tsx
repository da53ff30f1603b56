import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Standing } from '#lib/domain/recipient.ts';

/** Where an account stands that somebody named, and from when on it is paid to. */
export function StandingBadge({ standing, usableAt }: { standing: Standing; usableAt: Date | null }) {
  if (standing === 'waits') return <Badge tone="info">Waits for a checker</Badge>;
  if (standing === 'refused') return <Badge tone="danger">Refused</Badge>;
  return (
    <span className="inline-flex items-center gap-2">
      {standing === 'rests' ? <Badge tone="info">Confirmed, rests</Badge> : <Badge tone="success">Confirmed</Badge>}
      {usableAt && (
        <span className="text-sm text-fg-soft">
          in use from <Time value={usableAt} precision="minute" />
        </span>
      )}
    </span>
  );
}
