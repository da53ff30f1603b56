import { OctagonPause, Snowflake } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Review } from '#lib/payouts/list-review.ts';
import { ReviewSection } from './review-section.tsx';

type Row = Review['held'][number];

interface HeldProps {
  held: Row[];
  count: number;
  mayOpen: boolean;
  mayResume: boolean;
}

const LINK = 'rounded-sm text-accent-ink underline-offset-2 hover:underline';

/** Connections through which nothing is sent, why, and how much waits behind each. */
export function HeldConnections({ held, count, mayOpen, mayResume }: HeldProps) {
  return (
    <ReviewSection
      title="Paused and frozen connections"
      about={`Nothing is sent through them; their payouts are kept and go on afterwards. ${mayResume ? 'Open one to mend or resume it.' : 'An admin resumes them.'}`}
      count={count}
      listed={held.length}
      empty="Every connection sends."
    >
      {held.map((row) => (
        <li key={row.id} className="grid gap-x-6 gap-y-1 py-2.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className="grid min-w-0 content-start gap-1">
            <p className="flex flex-wrap items-center gap-2">
              {mayOpen ? (
                <Link href={`/settings/connections/${row.id}`} className={`${LINK} font-medium`}>
                  {row.name}
                </Link>
              ) : (
                <span className="font-medium">{row.name}</span>
              )}
              <Standstill row={row} />
            </p>
            <Waiting row={row} />
          </div>
          <Why row={row} />
        </li>
      ))}
    </ReviewSection>
  );
}

function Standstill({ row: { frozenAt, pausedAt } }: { row: Row }) {
  return (
    <>
      {frozenAt && (
        <Badge tone="warning" icon={<Snowflake aria-hidden />}>
          Frozen
        </Badge>
      )}
      {pausedAt && (
        <Badge tone="danger" icon={<OctagonPause aria-hidden />}>
          Paused
        </Badge>
      )}
    </>
  );
}

function Waiting({ row: { id, waiting } }: { row: Row }) {
  if (waiting === 0) return <p className="text-sm text-fg-soft">No payout waits behind it.</p>;
  return (
    <p className="text-sm">
      <Link href={`/payouts?state=queued&connection=${id}`} className={LINK}>
        {waiting === 1 ? '1 payout waits' : `${waiting.toLocaleString('en-IN')} payouts wait`}
      </Link>
    </p>
  );
}

function Why({ row: { frozenAt, frozenBy, pausedAt, pausedReason } }: { row: Row }) {
  return (
    <div className="grid min-w-0 content-start gap-1 text-sm text-fg-soft">
      {frozenAt && (
        <p>
          {frozenBy ?? 'Somebody'} froze it on <Time value={frozenAt} precision="minute" relative />
        </p>
      )}
      {pausedAt && (
        <p className="break-words">
          {pausedReason ?? 'The gateway refused its credentials.'} Since{' '}
          <Time value={pausedAt} precision="minute" relative />
        </p>
      )}
    </div>
  );
}
