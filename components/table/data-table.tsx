'use client';

import {
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { cn } from '#components/ui/cn.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow, WaitingRow } from './grid-row.tsx';
import type { RowWindows } from './row-windows.ts';
import { isPicked, pick, type Selection } from './selection.ts';
import type { RowMark, TableColumn } from './table-column.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useVisibleRows } from './use-visible-rows.ts';

/** What a page asks of its table. */
export interface TableHandle {
  scrollTo(index: number, where?: 'nearest' | 'top', hiddenPx?: number): void;
  edge(): { index: number; hiddenPx: number };
  /** Moves the focus by so many rows and gives the one it came to; undefined at an end. */
  step(rows: number): string | undefined;
}

export interface DataTableProps<Row> {
  /** What the table shows, for a screen reader. */
  label: string;
  columns: readonly TableColumn<Row>[];
  list: RowWindows<Row & { id: string }>;
  /** How many rows there are in all; null where nobody knows exactly. */
  total: number | null;
  /** What a row is called when it is selected. */
  nameOf: (row: Row) => string;
  sort: { by: string; isDescending: boolean };
  onSort: (by: string) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onWidth: (key: string, step: number) => void;
  onPeek: (id: string) => void;
  /** Told of the rows in sight, whenever they change. */
  onSight?: (ids: string[]) => void;
  marks: ReadonlyMap<string, RowMark>;
  isDense: boolean;
  /** Single letters are keys too. */
  hasLetters: boolean;
  ref?: Ref<TableHandle>;
}

/**
 * A grid in a box of its own that scrolls both ways under a sticky head, beside a sticky first column; on a narrow screen
 * the page scrolls and each row becomes two lines. Only rows in sight are drawn. The cell of the first column holds the
 * row's link, marked `data-row-link`.
 */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, list, total, columns, sort, onSort, onWidth, selection, onSelection, isDense, marks, nameOf } = props;
  const { onSight, onPeek, hasLetters, ref } = props;
  useSyncExternalStore(list.subscribe, list.current, list.current);
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { count, origin, epoch } = list;
  const rowRem = isDense ? DENSE_REM : ROW_REM;
  const visible = useVisibleRows({ box, body, count, rowRem, origin });
  const { first, last, rowPx } = visible;
  const [stop, setStop] = useState<string>();
  const keys = useRowKeys({ box, list, visible, selection, onSelection, onPeek, hasLetters, stop, setStop });

  useEffect(() => list.want(first, last), [list, first, last, epoch]);
  useLayoutEffect(() => {
    const { offset, hiddenPx } = list.landing;
    if (epoch > 0 && rowPx > 0) visible.scrollTo(offset - list.origin, 'top', hiddenPx);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when it begins anew
  }, [epoch]);
  const rows = list.slice(first, last);
  const sight = rows.flatMap((row) => (row ? [row.id] : [])).join();
  useEffect(() => onSight?.(sight === '' ? [] : sight.split(',')), [onSight, sight]);
  useImperativeHandle(ref, () => ({ scrollTo: visible.scrollTo, edge: visible.edge, step: keys.step }));

  const held = list.held();
  const stopAt = stop === undefined ? -1 : list.indexOf(stop);
  const draw = (row: Row | undefined, index: number) =>
    row ? (
      <GridRow
        key={row.id}
        {...{ id: row.id, row, columns, isDense }}
        rowIndex={(list.before ?? 0) + index + 2}
        name={nameOf(row)}
        mark={marks.get(row.id)}
        isPicked={isPicked(selection, row.id)}
        isStop={stopAt < 0 ? index === first : row.id === stop}
        onPick={keys.onPick}
      />
    ) : (
      <WaitingRow key={`waiting ${index}`} isDense={isDense} />
    );
  // The row with the focus is drawn wherever it is: what is taken out of the page loses it.
  const [above, below] = [stopAt >= 0 && stopAt < first, stopAt >= last];
  const stopRow = above || below ? list.slice(stopAt, stopAt + 1)[0] : undefined;
  return (
    <div ref={box} className="min-h-0 md:flex-1 md:overflow-auto md:rounded md:border md:border-line">
      <div
        role="grid"
        aria-label={label}
        aria-busy={list.isStale}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-multiselectable
        className={cn('text-sm transition-opacity md:min-w-max', list.isStale && 'opacity-55')}
        onFocus={keys.onFocus}
      >
        <GridHead
          columns={columns}
          {...{ sort, onSort, onWidth }}
          picked={pickedOf(held, selection)}
          onPickShown={(isOn) =>
            onSelection(
              pick(
                selection,
                held.map(({ id }) => id),
                isOn,
              ),
            )
          }
        />
        <div role="rowgroup" ref={body}>
          {[
            // One list of keys: the row with the focus stays the same element as it comes into sight, and keeps the focus.
            <Space key="before" px={rowPx * (above ? stopAt : first)} />,
            above && draw(stopRow, stopAt),
            <Space key="above" px={above ? rowPx * (first - stopAt - 1) : 0} />,
            ...rows.map((row, index) => draw(row, first + index)),
            <Space key="below" px={rowPx * (below ? stopAt - last : count - last)} />,
            below && draw(stopRow, stopAt),
            <Space key="after" px={below ? rowPx * (count - stopAt - 1) : 0} />,
          ]}
          {list.hasMore && <WaitingRow isDense={isDense} />}
        </div>
      </div>
    </div>
  );
}

const ROW_REM = { wide: 2.25, narrow: 4, head: 2 };
const DENSE_REM = { ...ROW_REM, wide: 1.75 };

/** Stands for rows that are not drawn. */
function Space({ px }: { px: number }) {
  return px > 0 ? <div aria-hidden style={{ height: px }} /> : null;
}

function pickedOf(held: readonly { id: string }[], selection: Selection): 'all' | 'some' | 'none' {
  const count = held.filter(({ id }) => isPicked(selection, id)).length;
  if (count === 0) return selection.isAll || selection.ids.size > 0 ? 'some' : 'none';
  return count === held.length ? 'all' : 'some';
}
