'use client';

import {
  createColumnHelper,
  metaHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type OnChangeFn,
  type ReactTable,
  type Row as TableRow,
  type RowSelectionState,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useRef } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { SortHeader } from './sort-header.tsx';
import { useRowKeys } from './use-row-keys.ts';

interface ColumnLook {
  label: string;
  alignEnd?: boolean;
  /** Where the cell stands in the two lines of a narrow screen; cells without a place are left out there. */
  narrow?: string;
  sortKey?: string;
}

export interface TableColumn<Row> extends ColumnLook {
  key: string;
  cell(row: Row): ReactNode;
}

export interface DataTableProps<Row> {
  /** What the table shows, for a screen reader. */
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: Row[];
  idOf(row: Row): string;
  /** What a row is called when it is selected. */
  nameOf(row: Row): string;
  sort: { by: string; isDescending: boolean };
  onSort(by: string): void;
  selection: RowSelectionState;
  onSelection: OnChangeFn<RowSelectionState>;
  isDense: boolean;
  /** The rows belong to an older question; the new answer is on its way. */
  isStale?: boolean;
  /** After the last row: more rows to come. */
  children?: ReactNode;
}

const features = tableFeatures({ rowSelectionFeature, columnMeta: metaHelper<ColumnLook>() });

/**
 * A table in a box of its own that scrolls both ways under a sticky header, beside a sticky first column; on a narrow
 * screen each row becomes two lines. The cell of the first column holds the row's link, marked `data-row-link`.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, idOf, selection, onSelection, isStale = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map(({ key, cell, ...meta }) =>
      helper.display({ id: key, meta, header: meta.label, cell: ({ row }) => cell(row.original) }),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: idOf,
    state: { rowSelection: selection },
    onRowSelectionChange: onSelection,
  });
  useRowKeys(box, (id) => table.getRow(id).toggleSelected());
  return (
    <div
      ref={box}
      role="region"
      aria-label={props.label}
      tabIndex={0}
      className="min-h-0 md:flex-1 md:overflow-auto md:rounded md:border md:border-line"
    >
      {/* The roles are spelled out: a row that is laid out as a grid is no row any more to some browsers. */}
      <table role="table" aria-busy={isStale} className={cn(TABLE, isStale && 'opacity-55')}>
        <thead role="rowgroup" className="max-md:hidden">
          <HeadRow table={table} sort={props.sort} onSort={props.onSort} />
        </thead>
        <tbody role="rowgroup" className="max-md:block">
          {table.getRowModel().rows.map((row) => (
            <BodyRow key={row.id} row={row} table={table} name={props.nameOf(row.original)} isDense={props.isDense} />
          ))}
        </tbody>
      </table>
      {props.children}
    </div>
  );
}

type Features = typeof features;

function HeadRow<Row extends object>({
  table,
  sort,
  onSort,
}: { table: ReactTable<Features, Row> } & Pick<DataTableProps<Row>, 'sort' | 'onSort'>) {
  const headers = table.getHeaderGroups().flatMap((group) => group.headers);
  return (
    <tr role="row" className="bg-sunken">
      <th role="columnheader" scope="col" className={cn(HEAD, 'left-0 z-30 w-9 pl-3')}>
        <Checkbox
          aria-label="Select all rows shown"
          checked={headers.length > 0 && table.getIsAllRowsSelected()}
          indeterminate={table.getIsSomeRowsSelected()}
          onChange={table.getToggleAllRowsSelectedHandler()}
        />
      </th>
      {headers.map((header, index) => {
        const { label = '', alignEnd, sortKey } = header.column.columnDef.meta ?? {};
        const isSorted = sortKey !== undefined && sortKey === sort.by;
        return (
          <SortHeader
            key={header.id}
            label={label}
            alignEnd={alignEnd}
            direction={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
            onSort={sortKey === undefined ? undefined : () => onSort(sortKey)}
            className={cn(HEAD, index === 0 ? STUCK_HEAD : 'z-20')}
          />
        );
      })}
    </tr>
  );
}

function BodyRow<Row extends object>(props: {
  table: ReactTable<Features, Row>;
  row: TableRow<Features, Row>;
  name: string;
  isDense: boolean;
}) {
  const { table, row, name, isDense } = props;
  const isSelected = row.getIsSelected();
  return (
    <tr
      role="row"
      data-row={row.id}
      className={cn(ROW, isSelected ? 'bg-accent-soft' : 'bg-surface focus-within:bg-hover hover:bg-hover')}
    >
      <td role="cell" className={cn(CELL, SELECT_CELL)}>
        <Checkbox
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={row.getToggleSelectedHandler()}
          className="align-middle"
        />
      </td>
      {row.getAllCells().map((cell, index) => {
        const { alignEnd, narrow = 'max-md:hidden' } = cell.column.columnDef.meta ?? {};
        const look = [isDense ? 'md:h-7' : 'md:h-9', alignEnd && 'text-right', index === 0 && STUCK_CELL, narrow];
        return (
          <td key={cell.id} role="cell" className={cn(CELL, look)}>
            <table.FlexRender cell={cell} />
          </td>
        );
      })}
    </tr>
  );
}

const TABLE = 'w-full border-separate border-spacing-0 text-sm transition-opacity max-md:block';
const HEAD =
  'sticky top-0 h-8 whitespace-nowrap border-b border-line bg-sunken px-3 text-left text-xs font-medium text-fg-soft shadow-[1px_0_var(--sunken)]';
const STUCK_HEAD = 'left-9 z-30 shadow-[inset_-1px_0_var(--line)]';
const STUCK_CELL =
  'sticky left-9 z-10 bg-inherit shadow-[inset_-1px_0_var(--line)] max-md:static max-md:z-auto max-md:shadow-none';
// Above the link, which on a narrow screen lies over the whole row.
const SELECT_CELL = 'sticky left-0 z-10 w-9 bg-inherit pl-3 max-md:static max-md:row-span-2 max-md:pl-0';
const CELL = 'whitespace-nowrap border-b border-line px-3 py-0 max-md:min-w-0 max-md:border-0 max-md:px-0';
const ROW =
  'group scroll-mt-9 max-md:relative max-md:grid max-md:grid-cols-[2rem_minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-2 max-md:gap-y-1 max-md:-mx-4 max-md:border-b max-md:border-line max-md:px-4 max-md:py-2.5';
