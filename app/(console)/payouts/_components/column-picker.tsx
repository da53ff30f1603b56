'use client';

import { ArrowDown, ArrowUp, Minus, Plus } from 'lucide-react';
import { remOf, widthStep } from '#components/table/column-width.ts';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { columnOf, type ColumnKey } from '#lib/domain/column.ts';
import { DEFAULT_LAYOUT, LAYABLE, layOut, LEAD, type LaidColumn } from './column-layout.ts';

/** Which columns stand in the list, in which order and how wide; the list behind shows each change at once. */
export function ColumnPicker({
  layout,
  onLayout,
  onClose,
}: {
  layout: readonly LaidColumn[];
  onLayout: (layout: readonly LaidColumn[]) => void;
  onClose: () => void;
}) {
  const rest = LAYABLE.filter((key) => !layout.some((column) => column.key === key));
  const move = (at: number, by: number) => {
    const next = [...layout];
    const [column] = next.splice(at, 1);
    if (column) next.splice(at + by, 0, column);
    onLayout(next);
  };
  const widen = (key: ColumnKey, by: number) =>
    onLayout(layout.map((one) => (one.key === key ? { key, width: widthStep(one.width + by) } : one)));
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Columns"
      description="Kept for you, on this browser. Widths can also be drawn at the edges of the heads."
      footer={
        <>
          <Button onClick={() => onLayout(DEFAULT_LAYOUT)}>As at first</Button>
          <DialogClose>
            <Button variant="primary">Done</Button>
          </DialogClose>
        </>
      }
    >
      <ul aria-label="Columns in the list" className="divide-y divide-line border-y border-line">
        {layout.map(({ key, width }, at) => {
          const { label } = columnOf(key);
          return (
            <li key={key} className="flex h-10 items-center gap-1">
              <Checkbox
                label={label}
                className="flex-1"
                checked
                disabled={key === LEAD}
                onChange={() => onLayout(layout.filter((one) => one.key !== key))}
              />
              <IconButton
                dense
                label={`${label}: narrower`}
                icon={<Minus aria-hidden />}
                disabled={widthStep(width - 1) === width}
                onClick={() => widen(key, -1)}
              />
              <span className="w-12 text-center text-xs text-fg-faint">{remOf(width)} rem</span>
              <IconButton
                dense
                label={`${label}: wider`}
                icon={<Plus aria-hidden />}
                disabled={widthStep(width + 1) === width}
                onClick={() => widen(key, 1)}
              />
              <IconButton
                dense
                label={`${label}: earlier`}
                icon={<ArrowUp aria-hidden />}
                disabled={at < 2}
                onClick={() => move(at, -1)}
              />
              <IconButton
                dense
                label={`${label}: later`}
                icon={<ArrowDown aria-hidden />}
                disabled={at === 0 || at === layout.length - 1}
                onClick={() => move(at, 1)}
              />
            </li>
          );
        })}
      </ul>
      {rest.length > 0 && (
        <ul aria-label="More columns" className="grid grid-cols-2 gap-2 pt-3">
          {rest.map((key) => (
            <li key={key}>
              <Checkbox
                label={columnOf(key).label}
                checked={false}
                onChange={() => onLayout([...layout, layOut(key)])}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
