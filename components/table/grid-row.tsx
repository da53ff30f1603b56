import { memo } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { widthClass } from './column-width.ts';
import type { RowMark, TableColumn } from './table-column.ts';

export interface GridRowProps<Row> {
  id: string;
  row: Row;
  rowIndex: number;
  columns: readonly TableColumn<Row>[];
  name: string;
  mark: RowMark | undefined;
  isDense: boolean;
  isPicked: boolean;
  /** The one row that Tab stops at. */
  isStop: boolean;
  onPick: (id: string, isOn: boolean, isRange: boolean) => void;
}

/** One row: cells of fixed widths, on a narrow screen two lines. Drawn again only when something of it changes. */
export const GridRow = memo(function GridRow<Row>(props: GridRowProps<Row>) {
  const { id, row, columns, mark, isDense, isPicked } = props;
  const tabIndex = props.isStop ? 0 : -1;
  return (
    <div
      role="row"
      data-row={id}
      aria-rowindex={props.rowIndex}
      aria-selected={isPicked}
      className={cn(
        ROW,
        isDense ? 'md:h-7' : 'md:h-9',
        isPicked ? 'bg-accent-soft' : 'bg-surface focus-within:bg-hover hover:bg-hover',
      )}
    >
      <div role="gridcell" className={cn(SELECT_CELL, mark && 'shadow-[inset_2px_0_var(--accent-ink)]')}>
        <Checkbox
          aria-label={`Select ${props.name}`}
          checked={isPicked}
          tabIndex={tabIndex}
          onChange={(event) => {
            const { nativeEvent } = event;
            props.onPick(id, event.target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
          }}
        />
      </div>
      {columns.map(({ key, cell, width, alignEnd, narrow = 'max-md:hidden' }, index) => (
        <div
          key={key}
          role="gridcell"
          className={cn(CELL, widthClass(width), alignEnd && 'justify-end', index === 0 && STUCK_CELL, narrow)}
        >
          {cell(row, tabIndex)}
          {index === 0 && mark && (
            <span title={mark.title} className="ml-2 shrink-0 text-xs text-accent-ink">
              {mark.word}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: GridRowProps<Row>) => React.ReactNode;

/** Where a row will be as soon as it is read. */
export function WaitingRow({ isDense }: { isDense: boolean }) {
  return (
    <div aria-hidden className={cn(ROW, 'bg-surface', isDense ? 'md:h-7' : 'md:h-9')}>
      <span className="mx-3 size-4 shrink-0 max-md:col-start-1 max-md:mx-0">
        <Skeleton className="size-4" />
      </span>
      <Skeleton className="w-44 md:mx-3" />
      <Skeleton className="w-24 md:mx-3" />
    </div>
  );
}

const ROW =
  'group md:flex md:min-w-max md:items-stretch max-md:relative max-md:grid max-md:h-16 max-md:grid-cols-[2rem_minmax(0,1fr)_auto] max-md:content-center max-md:items-center max-md:gap-x-2 max-md:gap-y-1 max-md:-mx-4 max-md:border-b max-md:border-line max-md:px-4';
// Above the link, which on a narrow screen lies over the whole row.
const SELECT_CELL =
  'z-10 flex w-9 shrink-0 items-center bg-inherit pl-3 md:sticky md:left-0 md:border-b md:border-line max-md:row-span-2 max-md:h-full max-md:pl-0';
const CELL =
  'flex shrink-0 items-center overflow-hidden whitespace-nowrap px-3 md:border-b md:border-line md:last:grow max-md:min-w-0 max-md:shrink max-md:px-0';
const STUCK_CELL =
  'bg-inherit shadow-[inset_-1px_0_var(--line)] md:sticky md:left-9 md:z-10 max-md:shadow-none max-md:overflow-visible';
