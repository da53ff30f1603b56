import Link from 'next/link';
import type { ReactNode } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { isWaiting } from '#lib/domain/choices.ts';
import { columnOf, type ColumnKey } from '#lib/domain/column.ts';
import type { PayoutRow } from '#lib/payouts/list-payouts.ts';
import { Age } from './age.tsx';
import type { LaidColumn } from './column-layout.ts';

type Cell = (row: PayoutRow, tabIndex: 0 | -1) => ReactNode;

const CELLS: Partial<Record<ColumnKey, Cell>> = {
  beneficiary: (row, tabIndex) => <Payee row={row} tabIndex={tabIndex} />,
  amount: ({ amountMinor }) => <Amount minor={amountMinor} className="font-medium" />,
  state: ({ state, isTest }) => (
    <>
      <StateBadge state={state} />
      {!isTest && (
        <Badge tone="warning" className="ml-1">
          Live
        </Badge>
      )}
    </>
  ),
  age: ({ createdAt, state }) => (isWaiting(state) ? <Age since={createdAt} /> : null),
  created: ({ createdAt }) => <Time value={createdAt} precision="minute" />,
  final: ({ finalAt }) => (finalAt ? <Time value={finalAt} precision="minute" /> : <None />),
  option: ({ option }) => option,
  connection: ({ connection }) => <Clipped text={connection} />,
  reference: ({ reference }) => <Code text={reference} />,
  trackingId: ({ trackingId }) => <Code text={trackingId} />,
  uid: ({ uid }) => <Code text={uid} />,
  description: ({ description }) => <Clipped text={description} />,
  account: ({ accountLast4 }) => <LastFour digits={accountLast4} />,
  ifsc: ({ ifsc }) => <Code text={ifsc} />,
  bank: ({ bank }) => (bank ? <Clipped text={bank} /> : <None />),
  maker: ({ maker }) => <Clipped text={maker} />,
  mode: ({ isTest }) => (isTest ? 'Test' : 'Live'),
  id: ({ id }) => <Code text={id} />,
};

/** Places in the two lines of a narrow screen. */
const NARROW: Partial<Record<ColumnKey, string>> = {
  beneficiary: 'max-md:col-start-2 max-md:row-start-1',
  amount: 'max-md:col-start-3 max-md:row-start-1',
  state: 'max-md:col-start-2 max-md:row-start-2',
  created: 'max-md:col-start-3 max-md:row-start-2 max-md:justify-end max-md:text-xs max-md:text-fg-faint',
};

/** The columns on screen as they were laid out; the age stands only where something waits. */
export function payoutColumns(layout: readonly LaidColumn[], showsAge: boolean): TableColumn<PayoutRow>[] {
  return layout.flatMap(({ key, width }) => {
    const { label, kind, isSortable } = columnOf(key);
    const cell = CELLS[key];
    if (!cell || (kind === 'age' && !showsAge)) return [];
    const sortKey = isSortable ? key : undefined;
    return [{ key, label, cell, width, sortKey, alignEnd: kind === 'amount', narrow: NARROW[key] }];
  });
}

function Payee({ row, tabIndex }: { row: PayoutRow; tabIndex: 0 | -1 }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        href={`/payouts/${row.id}`}
        data-row-link
        prefetch={false}
        tabIndex={tabIndex}
        title={row.bank ?? undefined}
        className="truncate rounded-sm font-medium hover:text-accent-ink max-md:after:absolute max-md:after:inset-0 group-focus-within:text-accent-ink"
      >
        {row.beneficiary}
      </Link>
      <LastFour digits={row.accountLast4} />
    </span>
  );
}

function LastFour({ digits }: { digits: string }) {
  return (
    <span className="shrink-0 font-mono text-xs text-fg-faint">
      <span aria-hidden>••••</span>
      <span className="sr-only">account ending in </span>
      {digits}
    </span>
  );
}

const None = () => <span className="text-fg-faint">–</span>;

function Clipped({ text }: { text: string }) {
  return (
    <span title={text} className="truncate">
      {text}
    </span>
  );
}

function Code({ text }: { text: string | null }) {
  if (text === null || text === '') return <None />;
  return (
    <span title={text} className="truncate font-mono text-xs">
      {text}
    </span>
  );
}
