import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BatchRow } from '#lib/batches/list-batches.ts';
import { StateBar } from './state-bar.tsx';

/** Batches, newest first, each with how far it is. */
export function BatchList({ rows }: { rows: BatchRow[] }) {
  return (
    <ul className="max-w-[1080px] divide-y divide-line border-y border-line">
      {rows.map((row) => (
        <li key={row.id} className="relative grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[minmax(0,1fr)_10rem_12rem]">
          <div className="min-w-0">
            <p className="flex items-center gap-2">
              <Link
                href={`/batches/${row.id}`}
                className="truncate rounded-sm font-medium after:absolute after:inset-0 hover:text-accent-ink"
              >
                {row.name}
              </Link>
              <Phase row={row} />
            </p>
            <p className="text-sm text-fg-soft">
              {row.isMine ? 'You' : row.maker} · <Time value={row.changedAt} precision="minute" />
            </p>
          </div>
          <p className="text-base sm:text-right">
            <Amount minor={row.totalMinor} className="font-medium" />
            <span className="block text-sm text-fg-soft">
              {row.rows.toLocaleString('en-IN')} {row.rows === 1 ? 'row' : 'rows'}
            </span>
          </p>
          <div className="self-center">
            {row.state === 'accepted' && (
              <StateBar states={row.states} rows={row.rows} label={`Progress of ${row.name}`} />
            )}
            {row.state === 'accepted' && (
              <p className="mt-1 text-sm text-fg-soft">
                {row.done.toLocaleString('en-IN')} of {row.rows.toLocaleString('en-IN')} final
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Phase({ row }: { row: BatchRow }) {
  if (row.state === 'draft') return <Badge>Plan</Badge>;
  if (row.isPaused) return <Badge tone="warning">Paused</Badge>;
  if (row.states.some(({ state }) => state === 'awaiting_approval'))
    return <Badge tone="info">Awaiting approval</Badge>;
  return row.done === row.rows ? <Badge tone="success">Done</Badge> : <Badge tone="info">Running</Badge>;
}
