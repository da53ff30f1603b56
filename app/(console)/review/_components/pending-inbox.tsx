import { NavTabs } from '#components/ui/nav-tabs.tsx';
import { mayCall, type Role } from '#lib/domain/access.ts';
import { BUCKET_WORDS, BUCKETS, type Bucket } from '#lib/domain/ageing.ts';
import { formatAmount } from '#lib/domain/money.ts';
import type { BucketCount, Pending } from '#lib/payouts/list-pending.ts';
import { Corrections } from './corrections.tsx';
import { PendingList } from './pending-list.tsx';
import { Refreshes } from './refreshes.tsx';

interface InboxProps {
  pending: Pending;
  bucket: Bucket | undefined;
  role: Role;
}

/** What waits for the gateway, by how far it is beyond what is usual; and final statuses that changed later. */
export function PendingInbox({ pending, bucket, role }: InboxProps) {
  const { counts, rows, refreshes, owners } = pending;
  const total = counts.reduce((all, { count }) => all + count, 0);
  const inBucket = bucket ? (counts.find((one) => one.bucket === bucket)?.count ?? 0) : total;
  return (
    <>
      {pending.corrections.length > 0 && (
        <Corrections
          corrections={pending.corrections}
          count={pending.correctionCount}
          mayAcknowledge={mayCall(role, 'acknowledge-alert')}
        />
      )}
      <section aria-labelledby="waits" tabIndex={-1}>
        <h2 id="waits" className="text-lg font-semibold">
          Waits for the gateway
        </h2>
        <p className="mb-2 max-w-prose text-sm text-fg-soft">
          Sent, and not known how it ended. Each age is held against how long the latest final payouts of the same
          connection took, or of its option. The farthest beyond normal stands first.
        </p>
        <Buckets counts={counts} total={total} current={bucket} />
        <Refreshes refreshes={refreshes} />
        <PendingList
          key={bucket ?? 'all'}
          rows={rows}
          count={inBucket}
          bucket={bucket}
          owners={owners}
          mayRefresh={mayCall(role, 'refresh-payouts')}
          mayNote={mayCall(role, 'note-payouts')}
        />
      </section>
    </>
  );
}

function Buckets({ counts, total, current }: { counts: BucketCount[]; total: number; current?: Bucket }) {
  const shown = BUCKETS.filter((bucket) => bucket === current || counts.some((one) => one.bucket === bucket));
  const of = (bucket: Bucket) => counts.find((one) => one.bucket === bucket);
  const items = [
    { href: '/review?tab=pending', label: 'All', count: total, active: current === undefined },
    ...shown.map((bucket) => ({
      href: `/review?tab=pending&bucket=${bucket}`,
      label: BUCKET_WORDS[bucket].label,
      count: of(bucket)?.count ?? 0,
      active: bucket === current,
    })),
  ];
  const sum = counts
    .filter(({ bucket }) => current === undefined || bucket === current)
    .reduce((all, { sumMinor }) => all + sumMinor, 0n);
  return (
    <>
      <NavTabs label="Age against what is usual" items={items} />
      <p className="py-2 text-sm text-fg-soft">
        <b className="font-semibold text-fg tabular-nums">{formatAmount(sum)}</b> waits here.{' '}
        {current && BUCKET_WORDS[current].meaning}
      </p>
    </>
  );
}
