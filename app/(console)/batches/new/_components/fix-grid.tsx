'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, startTransition, useEffect, useRef, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import type { NotedRow } from '#lib/domain/batch/file-session.ts';
import { FixCell } from './fix-cell.tsx';
import { FixReasons } from './fix-reasons.tsx';
import type { FileState, OpenFile } from './use-file.ts';

const ROW_PX = 68;
/** Rows fetched from the worker at once. */
const PAGE = 100;

/** The rows with something to look at, edited in place; only those on screen are in the page. */
export function FixGrid({ file, state, code }: { file: OpenFile; state: FileState; code?: string }) {
  const { rows, of, want } = useRows(state, code);
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read in this component only
  const virtual = useVirtualizer({
    count: of,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => want(first, last), [want, first, last]);

  const columns = file.headers
    .map((header, at) => ({ header, at, key: state.choices.mapping[at] ?? null }))
    .filter(({ key }) => key !== null);
  const template = { gridTemplateColumns: `4.5rem repeat(${columns.length}, minmax(8rem, 1fr))` };
  return (
    <div
      ref={box}
      role="grid"
      aria-label="Rows to look at"
      aria-rowcount={of + 1}
      onKeyDown={moveBetweenRows}
      className="max-h-[32rem] overflow-auto border-y border-line text-sm"
    >
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-0 z-10 grid min-w-max gap-x-2 bg-surface py-1.5 text-xs font-medium text-fg-faint"
        style={template}
      >
        <span role="columnheader">Line</span>
        {columns.map(({ header, at }) => (
          <span role="columnheader" key={at} className="truncate">
            {header}
          </span>
        ))}
      </div>
      <div className="relative min-w-max" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows.get(index);
          return (
            <div
              key={row?.line ?? -index}
              role="row"
              aria-rowindex={index + 2}
              className={cn('absolute inset-x-0 border-t border-line py-1', row?.isFixed && 'bg-sunken')}
              style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
            >
              {row && (
                <>
                  <div className="grid gap-x-2" style={template}>
                    <span role="rowheader" className="self-center font-mono text-xs text-fg-soft">
                      {row.line}
                    </span>
                    {columns.map(({ header, at, key }) => (
                      <FixCell
                        key={at}
                        label={`${header}, line ${row.line}`}
                        value={row.cells[at] ?? ''}
                        finding={row.findings.find((one) => one.key === key)}
                        onChange={(value) => void state.edit(row.line, at, value)}
                      />
                    ))}
                  </div>
                  <FixReasons findings={row.findings} />
                </>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Keeps the windows of rows that were on screen; asks anew for what changed. */
function useRows({ window: ask, version, summary }: FileState, code: string | undefined) {
  const [held, setHeld] = useState<{ rows: Map<number, NotedRow>; of: number }>({ rows: new Map(), of: 0 });
  const [span, setSpan] = useState<readonly [number, number]>([0, 2 * PAGE]);
  const [want] = useState(() => (first: number, last: number) => {
    const from = Math.floor(Math.max(0, first - PAGE / 2) / PAGE) * PAGE;
    setSpan((now) => (now[0] === from && now[1] >= last ? now : [from, from + 2 * PAGE]));
  });
  useEffect(() => {
    let isGone = false;
    const [from, to] = span;
    void ask(from, to - from, code).then(({ rows, of }) => {
      if (isGone) return;
      startTransition(() => setHeld({ rows: new Map(rows.map((row, i) => [from + i, row])), of }));
    });
    return () => {
      isGone = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `ask` is made anew by every render and does the same
  }, [span, code, version, summary]);
  return { ...held, want };
}

/** Arrow down and up go to the same column of the next row, as in a spreadsheet. */
function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const inputs = [...event.currentTarget.querySelectorAll('input')];
  const at = inputs.indexOf(event.target as HTMLInputElement);
  if (at < 0) return;
  const perRow =
    event.currentTarget.querySelector('[role="row"] input')?.closest('[role="row"]')?.querySelectorAll('input')
      .length ?? 0;
  const next = inputs[at + (event.key === 'ArrowDown' ? perRow : -perRow)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}
