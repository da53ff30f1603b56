'use client';

import { type PointerEvent as ReactPointerEvent, useRef } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { STEP_REM, widthClass, widthStep } from './column-width.ts';
import { SortHeader } from './sort-header.tsx';
import type { TableColumn } from './table-column.ts';

export interface GridHeadProps<Row> {
  columns: readonly TableColumn<Row>[];
  sort: { by: string; isDescending: boolean };
  onSort: (by: string) => void;
  picked: 'all' | 'some' | 'none';
  onPickShown: (isOn: boolean) => void;
  onWidth: (key: string, step: number) => void;
}

/** The head that stays in sight: what the columns are called, how the list is ordered, and where a column ends. */
export function GridHead<Row>({ columns, sort, onSort, picked, onPickShown, onWidth }: GridHeadProps<Row>) {
  return (
    <div role="rowgroup" className="sticky top-0 z-20 min-w-max max-md:hidden">
      <div role="row" aria-rowindex={1} className="flex h-8 bg-sunken">
        <div role="columnheader" className={cn(HEAD, 'left-0 z-10 w-9 bg-sunken pl-3 md:sticky')}>
          <Checkbox
            aria-label="Select all rows shown"
            checked={picked === 'all'}
            indeterminate={picked === 'some'}
            onChange={(event) => onPickShown(event.target.checked)}
          />
        </div>
        {columns.map(({ key, label, alignEnd, sortKey, width }, index) => {
          const isSorted = sortKey !== undefined && sortKey === sort.by;
          return (
            <SortHeader
              key={key}
              label={label}
              alignEnd={alignEnd}
              direction={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
              onSort={sortKey === undefined ? undefined : () => onSort(sortKey)}
              className={cn(HEAD, 'relative px-3 md:last:grow', widthClass(width), index === 0 && STUCK_HEAD)}
            >
              <Edge width={width} onWidth={(step) => onWidth(key, step)} />
            </SortHeader>
          );
        })}
      </div>
    </div>
  );
}

/** Drawn with the mouse; by keyboard the width is set where columns are chosen. */
function Edge({ width, onWidth }: { width: number; onWidth: (step: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const drag = (event: ReactPointerEvent) => {
    if (!from.current) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const step = widthStep(from.current.width + (event.clientX - from.current.x) / (rem * STEP_REM));
    if (step !== width) onWidth(step);
  };
  return (
    <span
      aria-hidden
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none hover:bg-line-mid"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={drag}
      onPointerUp={() => void (from.current = null)}
      onPointerCancel={() => void (from.current = null)}
    />
  );
}

const HEAD = 'flex shrink-0 items-center whitespace-nowrap border-b border-line text-xs font-medium text-fg-soft';
const STUCK_HEAD = 'z-10 bg-sunken shadow-[inset_-1px_0_var(--line)] md:sticky md:left-9';
