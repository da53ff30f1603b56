'use client';

import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import type { Bucket } from '#lib/domain/ageing.ts';
import { formatAmount } from '#lib/domain/money.ts';
import type { PendingRow } from '#lib/payouts/list-pending.ts';
import type { PossibleOwner } from '#lib/payouts/possible-owners.ts';
import { PendingActions } from './pending-actions.tsx';
import { PendingItem } from './pending-item.tsx';

interface ListProps {
  rows: PendingRow[];
  count: number;
  bucket: Bucket | undefined;
  owners: PossibleOwner[];
  mayRefresh: boolean;
  mayNote: boolean;
}

/** Waiting payouts row by row; some can be chosen, and asked about, noted and looked after together. */
export function PendingList({ rows, count, bucket, owners, mayRefresh, mayNote }: ListProps) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  // What is settled meanwhile leaves the list and the choice.
  const chosen = rows.filter(({ id }) => picked.has(id));
  const pick = (ids: string[], isIn: boolean) =>
    setPicked((now) => new Set(isIn ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))));
  if (rows.length === 0) return <Nothing />;
  const mayChoose = mayRefresh || mayNote;
  return (
    <>
      {mayChoose && (
        <div className="sticky top-0 z-10 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-y border-line bg-surface py-1.5">
          <Checkbox
            aria-label="Choose all that are listed"
            checked={chosen.length === rows.length}
            indeterminate={chosen.length > 0 && chosen.length < rows.length}
            onChange={(event) =>
              pick(
                rows.map(({ id }) => id),
                event.currentTarget.checked,
              )
            }
          />
          <p role="status" className="mr-1 text-sm">
            {chosen.length === 0 ? 'None chosen' : `${chosen.length} chosen: ${formatAmount(sumOf(chosen))}`}
          </p>
          <PendingActions
            ids={chosen.map(({ id }) => id)}
            bucket={bucket && { name: bucket, count }}
            owners={owners}
            mayRefresh={mayRefresh}
            mayNote={mayNote}
          />
        </div>
      )}
      <ul className="divide-y divide-line border-b border-line">
        {rows.map((row) => (
          <PendingItem
            key={row.id}
            row={row}
            box={
              mayChoose && (
                <Checkbox
                  aria-label={`Choose ${formatAmount(row.amountMinor)} to ${row.beneficiary}`}
                  checked={picked.has(row.id)}
                  onChange={(event) => pick([row.id], event.currentTarget.checked)}
                />
              )
            }
          />
        ))}
      </ul>
      {count > rows.length && (
        <p className="mt-2 text-sm text-fg-soft">
          {rows.length} of {count.toLocaleString('en-IN')} are listed, the farthest beyond normal first.{' '}
          <Link
            href="/payouts?state=sending,pending&sort=created"
            className="rounded-sm text-accent-ink underline-offset-2 hover:underline"
          >
            All that are pending, in the list
          </Link>
        </p>
      )}
    </>
  );
}

const sumOf = (rows: PendingRow[]): bigint => rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

function Nothing() {
  return (
    <p className="flex items-start gap-2 border-y border-line py-3 text-base text-fg-soft">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-fg" />
      Nothing waits here: how everything ended is known.
    </p>
  );
}
