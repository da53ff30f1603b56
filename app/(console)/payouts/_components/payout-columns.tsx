import Link from 'next/link';
import type { ReactNode } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import type { TableColumn } from '#components/table/data-table.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { isWaiting } from '#lib/domain/choices.ts';
import { columnOf, SHOWN_KEYS, type ShownKey } from '#lib/domain/column.ts';
import type { PayoutRow } from '#lib/payouts/list-payouts.ts';
import { Age } from './age.tsx';

const CELLS: Record<ShownKey, (row: PayoutRow) => ReactNode> = {
  beneficiary: (row) => <Payee row={row} />,
  amount: ({ amountMinor }) => <Amount minor={amountMinor} className="font-medium" />,
  state: ({ state, isTest }) => (
    <span className="inline-flex gap-1">
      <StateBadge state={state} />
      {!isTest && <Badge tone="warning">Live</Badge>}
    </span>
  ),
  age: ({ createdAt, state }) => (isWaiting(state) ? <Age since={createdAt} /> : null),
  created: ({ createdAt }) => <Time value={createdAt} precision="minute" />,
  option: ({ option }) => option,
  connection: ({ connection }) => <Clipped text={connection} className="max-w-40" />,
  reference: ({ reference }) => <Code text={reference} />,
  trackingId: ({ trackingId }) => <Code text={trackingId} />,
  uid: ({ uid }) => <Code text={uid} />,
  description: ({ description }) => <Clipped text={description} className="max-w-72" />,
};

/** Places in the two lines of a narrow screen. */
const NARROW: Partial<Record<ShownKey, string>> = {
  beneficiary: 'max-md:col-start-2 max-md:row-start-1',
  amount: 'max-md:col-start-3 max-md:row-start-1',
  state: 'max-md:col-start-2 max-md:row-start-2',
  created: 'max-md:col-start-3 max-md:row-start-2 max-md:text-right max-md:text-xs max-md:text-fg-faint',
};

/** The columns on screen, from their declarations; the age stands only where something waits. */
export function payoutColumns(showsAge: boolean): TableColumn<PayoutRow>[] {
  return SHOWN_KEYS.filter((key) => showsAge || columnOf(key).shown === 'always').map((key) => {
    const { label, kind, isSortable } = columnOf(key);
    return {
      key,
      label,
      cell: CELLS[key],
      alignEnd: kind === 'amount',
      narrow: NARROW[key],
      sortKey: isSortable ? key : undefined,
    };
  });
}

function Payee({ row: { id, beneficiary, accountLast4, bank } }: { row: PayoutRow }) {
  return (
    <span className="flex items-baseline gap-2 max-md:min-w-0">
      <Link
        href={`/payouts/${id}`}
        data-row-link
        prefetch={false}
        title={bank ?? undefined}
        className="max-w-56 truncate rounded-sm font-medium hover:text-accent-ink max-md:max-w-full max-md:after:absolute max-md:after:inset-0 group-focus-within:text-accent-ink"
      >
        {beneficiary}
      </Link>
      <span className="font-mono text-xs text-fg-faint">
        <span aria-hidden>••••</span>
        <span className="sr-only">account ending in </span>
        {accountLast4}
      </span>
    </span>
  );
}

function Clipped({ text, className }: { text: string; className: string }) {
  return (
    <span title={text} className={`block truncate ${className}`}>
      {text}
    </span>
  );
}

function Code({ text }: { text: string | null }) {
  if (text === null || text === '') return <span className="text-fg-faint">–</span>;
  return (
    <span title={text} className="block max-w-48 truncate font-mono text-xs">
      {text}
    </span>
  );
}
