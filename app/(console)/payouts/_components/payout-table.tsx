'use client';

import { type RefObject, useMemo, useState } from 'react';
import { DataTable, type TableHandle } from '#components/table/data-table.tsx';
import { keepPreference } from '#components/table/preference.ts';
import type { Selection } from '#components/table/selection.ts';
import { onDemand } from '#components/ui/on-demand.tsx';
import { isWaiting } from '#lib/domain/choices.ts';
import type { SortKey } from '#lib/domain/column.ts';
import type { Filter } from '#lib/domain/filter.ts';
import type { PayoutRow } from '#lib/payouts/list-payouts.ts';
import { LAYOUT_COOKIE, writeLayout, type LaidColumn } from './column-layout.ts';
import { payoutColumns } from './payout-columns.tsx';
import type { PayoutList } from './use-payout-rows.ts';
import type { RowNews } from './use-row-news.ts';

const PeekSheet = onDemand(() => import('./peek-sheet.tsx').then((module) => module.PeekSheet));

/** The list itself: columns, order, and the side sheet that shows a payout without leaving the list. */
export function PayoutTable(props: {
  filter: Filter;
  setFilter: (filter: Filter) => void;
  list: PayoutList;
  total: number | null;
  selection: Selection;
  setSelection: (selection: Selection) => void;
  news: RowNews;
  layout: readonly LaidColumn[];
  onLayout: (layout: readonly LaidColumn[]) => void;
  isDense: boolean;
  hasLetters: boolean;
  table: RefObject<TableHandle | null>;
}) {
  const { filter, setFilter, list, layout, news, table } = props;
  const [peeked, setPeeked] = useState<string | null>(null);
  const showsAge = filter.narrow.state?.every(isWaiting) ?? false;
  const columns = useMemo(() => payoutColumns(layout, showsAge), [layout, showsAge]);
  const draw = (key: string, width: number) => {
    const next = layout.map((column) => (column.key === key ? { ...column, width } : column));
    keepPreference(LAYOUT_COOKIE, writeLayout(next));
    props.onLayout(next);
  };
  return (
    <>
      <DataTable
        ref={table}
        label="Payouts"
        columns={columns}
        list={list}
        total={list.before === 0 ? props.total : null}
        nameOf={nameOf}
        sort={filter.sort}
        onSort={(by) => setFilter(sortedBy(filter, by as SortKey))}
        selection={props.selection}
        onSelection={props.setSelection}
        onWidth={draw}
        onPeek={setPeeked}
        onSight={news.onSight}
        marks={news.marks}
        isDense={props.isDense}
        hasLetters={props.hasLetters}
      />
      {peeked !== null && (
        <PeekSheet
          id={peeked}
          onStep={(rows) => setPeeked((now) => table.current?.step(rows) ?? now)}
          onClose={() => {
            // Back to the row that was looked at last.
            table.current?.step(0);
            setPeeked(null);
          }}
        />
      )}
    </>
  );
}

const nameOf = (row: PayoutRow) => `the payout to ${row.beneficiary}`;

/** Pressed again, the order turns round; a new column begins with the end most looked for. */
function sortedBy(filter: Filter, by: SortKey): Filter {
  const isDescending = filter.sort.by === by ? !filter.sort.isDescending : by !== 'beneficiary';
  return { ...filter, sort: { by, isDescending } };
}
