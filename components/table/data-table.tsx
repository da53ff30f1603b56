'use client';

import {
  createColumnHelper,
  metaHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type OnChangeFn,
  type RowSelectionState,
} from '@tanstack/react-table';
import { type ReactNode, type Ref, useMemo, useRef } from 'react';
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
  ref?: Ref<HTMLDivElement>;
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
      <table
        role="table"
        aria-busy={isStale}
        className={cn(
          'w-full border-separate border-spacing-0 text-sm transition-opacity max-md:block',
          isStale && 'opacity-55',
        )}
      >
        <thead role="rowgroup" className="max-md:hidden">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} role="row" className="bg-sunken">
              <th role="columnheader" scope="col" className={cn(HEAD, 'left-0 z-30 w-9 pl-3')}>
                <Checkbox
                  aria-label="Select all rows shown"
                  checked={rows.length > 0 && table.getIsAllRowsSelected()}
                  indeterminate={table.getIsSomeRowsSelected()}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                />
              </th>
              {group.headers.map((header, index) => {
                const look = header.column.columnDef.meta;
                return (
                  <SortHeader
                    key={header.id}
                    label={look?.label ?? ''}
                    alignEnd={look?.alignEnd}
                    direction={
                      look?.sortKey === props.sort.by
                        ? props.sort.isDescending
                          ? 'descending'
                          : 'ascending'
                        : undefined
                    }
                    onSort={look?.sortKey ? () => props.onSort(look.sortKey ?? '') : undefined}
                    className={cn(HEAD, index === 0 ? STUCK_HEAD : 'z-20')}
                  />
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody role="rowgroup" className="max-md:block">
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              role="row"
              data-row={row.id}
              className={cn(
                ROW,
                row.getIsSelected() ? 'bg-accent-soft' : 'bg-surface hover:bg-hover focus-within:bg-hover',
              )}
            >
              <td
                role="cell"
                className={cn(
                  CELL,
                  'sticky left-0 z-10 w-9 bg-inherit pl-3 max-md:static max-md:row-span-2 max-md:pl-0',
                )}
              >
                <Checkbox
                  aria-label={`Select ${props.nameOf(row.original)}`}
                  checked={row.getIsSelected()}
                  onChange={row.getToggleSelectedHandler()}
                  className="relative z-10 align-middle"
                />
              </td>
              {row.getAllCells().map((cell, index) => {
                const look = cell.column.columnDef.meta;
                return (
                  <td
                    key={cell.id}
                    role="cell"
                    className={cn(
                      CELL,
                      props.isDense ? 'md:h-7' : 'md:h-9',
                      look?.alignEnd && 'text-right',
                      index === 0 && STUCK_CELL,
                      look?.narrow ?? 'max-md:hidden',
                    )}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {props.children}
    </div>
  );
}

const HEAD =
  'sticky top-0 h-8 whitespace-nowrap border-b border-line bg-sunken px-3 text-left text-xs font-medium text-fg-soft';
const STUCK_HEAD = 'left-9 z-30 shadow-[inset_-1px_0_var(--line)]';
const STUCK_CELL = 'sticky left-9 z-10 bg-inherit shadow-[inset_-1px_0_var(--line)] max-md:static max-md:z-auto max-md:shadow-none';
const CELL = 'whitespace-nowrap border-b border-line px-3 py-0 max-md:min-w-0 max-md:border-0 max-md:px-0';
const ROW =
  'group scroll-mt-9 max-md:relative max-md:grid max-md:grid-cols-[2rem_minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-2 max-md:gap-y-1 max-md:border-b max-md:border-line max-md:py-2.5';
