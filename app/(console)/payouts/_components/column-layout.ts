import { widthStep } from '#components/table/column-width.ts';
import { COLUMN_KEYS, type ColumnKey } from '#lib/domain/column.ts';

/** A column on screen: which, and how wide in steps of `column-width`. */
export interface LaidColumn {
  key: ColumnKey;
  width: number;
}

export const LAYOUT_COOKIE = 'payout-columns';

/** How wide each column is until somebody draws it; those without a width are not for the screen. */
export const WIDTH_STEPS: Partial<Record<ColumnKey, number>> = {
  beneficiary: 13,
  amount: 5,
  state: 6,
  age: 1,
  created: 8,
  final: 8,
  option: 1,
  connection: 6,
  reference: 7,
  trackingId: 9,
  uid: 7,
  description: 13,
  account: 3,
  ifsc: 5,
  bank: 8,
  maker: 6,
  mode: 1,
  id: 9,
};

/** What stands first always: it holds the link of the row. */
export const LEAD: ColumnKey = 'beneficiary';

export const LAYABLE = COLUMN_KEYS.filter((key) => WIDTH_STEPS[key] !== undefined);

const SHOWN_AT_FIRST: readonly ColumnKey[] = [
  ...(['beneficiary', 'amount', 'state', 'age', 'created', 'option'] as const),
  ...(['connection', 'reference', 'trackingId', 'uid', 'description'] as const),
];

export const layOut = (key: ColumnKey, width = WIDTH_STEPS[key] ?? 0): LaidColumn => ({ key, width });

export const DEFAULT_LAYOUT: readonly LaidColumn[] = SHOWN_AT_FIRST.map((key) => layOut(key));

/** Reads `beneficiary.13,amount.5`; what it does not know is left out, and without anything left it is the default. */
export function readLayout(text: string | undefined): readonly LaidColumn[] {
  const known = new Map<ColumnKey, LaidColumn>();
  for (const part of (text ?? '').split(',').slice(0, 40)) {
    const [name = '', width = ''] = part.split('.');
    const key = LAYABLE.find((one) => one === name);
    if (key) known.set(key, layOut(key, /^\d{1,2}$/.test(width) ? widthStep(Number(width)) : undefined));
  }
  if (known.size === 0) return DEFAULT_LAYOUT;
  const lead = known.get(LEAD) ?? layOut(LEAD);
  known.delete(LEAD);
  return [lead, ...known.values()];
}

export const writeLayout = (layout: readonly LaidColumn[]): string =>
  layout.map(({ key, width }) => `${key}.${width}`).join(',');
