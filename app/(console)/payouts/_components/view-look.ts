import { remOf, STEP_REM, widthStep } from '#components/table/column-width.ts';
import type { ColumnKey } from '#lib/domain/column.ts';
import type { ViewLook } from '#lib/domain/saved-view.ts';
import { LAYABLE, layOut, LEAD, type LaidColumn } from './column-layout.ts';

const REM_PX = 16;

/** Writes how the list looks as a view keeps it. */
export function lookOf(layout: readonly LaidColumn[], isDense: boolean): ViewLook {
  const widths: Partial<Record<ColumnKey, number>> = {};
  for (const { key, width } of layout) widths[key] = remOf(width) * REM_PX;
  return { columns: layout.map(({ key }) => key), widths, isDense };
}

/** Reads the columns of a view; undefined where it says nothing of them. */
export function layoutOf({ columns, widths }: ViewLook): readonly LaidColumn[] | undefined {
  const known = columns?.filter((key) => LAYABLE.includes(key));
  if (!known?.length) return undefined;
  return [LEAD, ...known.filter((key) => key !== LEAD)].map((key) => {
    const px = widths?.[key];
    return layOut(key, px === undefined ? undefined : widthStep((px / REM_PX - remOf(0)) / STEP_REM));
  });
}
