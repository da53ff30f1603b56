'use client';

import type { RowSelectionState } from '@tanstack/react-table';
import { useRouter } from 'next/navigation';
import { type Dispatch, type SetStateAction, useMemo, useState } from 'react';
import { DataTable } from '#components/table/data-table.tsx';
import { useFilter } from '#components/table/use-filter.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { isWaiting, type Names } from '#lib/domain/choices.ts';
import { ALL, describeFilter, NEWEST_FIRST, writeFilter, type Filter } from '#lib/domain/filter.ts';
import type { SortKey } from '#lib/domain/column.ts';
import type { PayoutRow } from '#lib/payouts/list-payouts.ts';
import { AskFailed } from './ask.ts';
import { MoreRows } from './more-rows.tsx';
import { NoPayouts, NothingFound } from './no-rows.tsx';
import { payoutColumns } from './payout-columns.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { TotalsBar } from './totals-bar.tsx';
import { usePayouts, type Initial } from './use-payouts.ts';

export interface PayoutsScreenProps {
  initial: Initial;
  /** What the address asked for and nobody understands. */
  dropped: string[];
  names: Names;
  isDense: boolean;
  mayCreate: boolean;
  mayCheck: boolean;
  mayExportAccounts: boolean;
  /** Sample payouts that can be sent; none outside the sandbox. */
  samples: number;
}

export function PayoutsScreen(props: PayoutsScreenProps) {
  const { names, mayCreate, mayCheck, mayExportAccounts, samples } = props;
  const { filter, search, setFilter } = useFilter();
  const { list, rows, totals, live } = usePayouts(search, props.initial);
  const [isDense, setDense] = useState(props.isDense);
  const conditions = String(writeFilter({ ...filter, sort: NEWEST_FIRST }));
  const [selection, setSelection] = useSelection(conditions);
  const ids = Object.keys(selection);
  const isStale = list.isPlaceholderData;
  const isEmpty = rows.length === 0 && list.isSuccess && !isStale;

  if (isEmpty && conditions === '') return <NoPayouts mayCreate={mayCreate} samples={samples} />;
  return (
    <div className="flex flex-col md:h-[calc(100dvh-6.5rem)] md:min-h-96">
      <Dropped dropped={props.dropped} search={search} />
      <Toolbar {...{ filter, search, setFilter, names, live, isDense, mayExportAccounts }} onDense={setDense} />
      {list.isError && <Failure error={list.error} hasRows={rows.length > 0} onRetry={() => void list.refetch()} />}
      {isEmpty && (
        <NothingFound words={describeFilter(filter, names)} onClear={() => setFilter({ ...ALL, sort: filter.sort })} />
      )}
      {rows.length > 0 && <Rows {...{ filter, setFilter, list, rows, selection, setSelection, isDense, isStale }} />}
      <footer className={FOOTER}>
        {ids.length > 0 && (
          <SelectionBar
            ids={ids}
            sumMinor={sumOf(rows, ids)}
            sort={filter.sort}
            mayCheck={mayCheck}
            mayExportAccounts={mayExportAccounts}
            onClear={() => setSelection({})}
          />
        )}
        <TotalsBar totals={totals.data} isStale={totals.isPlaceholderData || totals.isError} />
      </footer>
      <VisuallyHidden live>{isStale ? 'Reading' : `${totals.data?.count ?? 0} payouts`}</VisuallyHidden>
    </div>
  );
}

// On a narrow screen the page scrolls, and what is selected stays in reach.
const FOOTER =
  'flex flex-wrap items-center gap-x-6 gap-y-2 bg-surface pt-2.5 max-md:sticky max-md:bottom-0 max-md:z-20 max-md:-mx-4 max-md:border-t max-md:border-line max-md:px-4 max-md:pb-2.5';

/** What is acted on must be what is looked at: another filter begins with nothing selected, another order does not. */
function useSelection(conditions: string) {
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [scope, setScope] = useState(conditions);
  if (conditions !== scope) {
    setScope(conditions);
    setSelection({});
  }
  return [selection, setSelection] as const;
}

function Rows(props: {
  filter: Filter;
  setFilter: (filter: Filter) => void;
  list: ReturnType<typeof usePayouts>['list'];
  rows: PayoutRow[];
  selection: RowSelectionState;
  setSelection: Dispatch<SetStateAction<RowSelectionState>>;
  isDense: boolean;
  isStale: boolean;
}) {
  const { filter, setFilter, list, isStale } = props;
  const showsAge = filter.narrow.state?.every(isWaiting) ?? false;
  const columns = useMemo(() => payoutColumns(showsAge), [showsAge]);
  return (
    <DataTable
      label="Payouts"
      columns={columns}
      rows={props.rows}
      idOf={idOf}
      nameOf={nameOf}
      sort={filter.sort}
      onSort={(by) => setFilter(sortedBy(filter, by as SortKey))}
      selection={props.selection}
      onSelection={props.setSelection}
      isDense={props.isDense}
      isStale={isStale}
    >
      {list.hasNextPage && !isStale && (
        <MoreRows isReading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      )}
    </DataTable>
  );
}

const idOf = (row: PayoutRow) => row.id;
const nameOf = (row: PayoutRow) => `the payout to ${row.beneficiary}`;

/** Pressed again, the order turns round; a new column begins with the end most looked for. */
function sortedBy(filter: Filter, by: SortKey): Filter {
  const isDescending = filter.sort.by === by ? !filter.sort.isDescending : by !== 'beneficiary';
  return { ...filter, sort: { by, isDescending } };
}

function sumOf(rows: PayoutRow[], ids: string[]): bigint | undefined {
  const amounts = new Map(rows.map((row) => [row.id, row.amountMinor]));
  if (ids.some((id) => !amounts.has(id))) return undefined;
  return ids.reduce((sum, id) => sum + (amounts.get(id) ?? 0n), 0n);
}

function Dropped({ dropped, search }: { dropped: string[]; search: string }) {
  const router = useRouter();
  if (dropped.length === 0) return null;
  const tidy = () => router.replace(search ? `/payouts?${search}` : '/payouts');
  return (
    <Notice
      tone="warning"
      title="Part of this address was not understood and left out of the filter"
      className="mb-3"
      action={
        <Button dense onClick={tidy}>
          All right
        </Button>
      }
    >
      <span className="font-mono text-sm">{dropped.join(', ')}</span>
    </Notice>
  );
}

function Failure({ error, hasRows, onRetry }: { error: Error; hasRows: boolean; onRetry: () => void }) {
  const id = error instanceof AskFailed ? error.id : undefined;
  const message = error instanceof AskFailed ? error.message : 'Something broke in this page.';
  const retry = (
    <Button dense onClick={onRetry}>
      Try again
    </Button>
  );
  if (!hasRows) {
    return (
      <ErrorState title="The payouts could not be read" id={id} action={retry}>
        {message}
      </ErrorState>
    );
  }
  return (
    <Notice tone="danger" title="These rows may be out of date" className="mb-3" action={retry} announce>
      {message} {id && <span className="font-mono text-xs">{id}</span>}
    </Notice>
  );
}
