import { EXPORT_KEYS, type ExportKey } from './column.ts';
import { isUuid } from './uuid.ts';

/** The kinds of file, with what a browser is told of each. */
export const EXPORT_FORMATS = {
  csv: { label: 'CSV', hint: 'For spreadsheets and other programs', type: 'text/csv; charset=utf-8; header=present' },
  xlsx: {
    label: 'Excel',
    hint: 'Amounts and times are numbers, ids are text',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  jsonl: { label: 'JSON lines', hint: 'One object a line', type: 'application/jsonl; charset=utf-8' },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** Zones a file can be written in. None of them has summer time, so no clock time in a file stands for two instants. */
export const EXPORT_ZONES = {
  IST: { name: 'Asia/Kolkata', label: 'India (IST, UTC+05:30)', offset: '+05:30' },
  UTC: { name: 'UTC', label: 'UTC', offset: '+00:00' },
  GST: { name: 'Asia/Dubai', label: 'Gulf (GST, UTC+04:00)', offset: '+04:00' },
  SGT: { name: 'Asia/Singapore', label: 'Singapore (SGT, UTC+08:00)', offset: '+08:00' },
} as const;

export type ExportZone = keyof typeof EXPORT_ZONES;

/** What a file is made like; which payouts stand in it is the filter's matter. */
export interface ExportChoice {
  format: ExportFormat;
  zone: ExportZone;
  /** In the order of the file. */
  columns: readonly ExportKey[];
}

export const DEFAULT_CHOICE: ExportChoice = { format: 'csv', zone: 'IST', columns: EXPORT_KEYS };

const KEYS = ['export', 'as', 'zone', 'columns', 'without'];
/** More than these make an address longer than servers take. */
export const MOST_WITHOUT = 200;

/**
 * Parts the address of a file into its filter, how it is to be made, and the id it is to be known by. What it cannot use
 * is told in `refused`: a file is made exactly as asked, or not at all.
 */
export function readExport(address: string): {
  filter: string;
  id?: string;
  /** Payouts that are left out of what the filter finds. */
  without: string[];
  choice: ExportChoice;
  refused: string[];
} {
  const params = new URLSearchParams(address);
  const refused = KEYS.filter((key) => params.getAll(key).length > 1);
  const [wantedId, as, zone, columns, left] = KEYS.map((key) => params.get(key));
  for (const key of KEYS) params.delete(key);
  const choice = { ...DEFAULT_CHOICE };
  if (as && Object.hasOwn(EXPORT_FORMATS, as)) choice.format = as as ExportFormat;
  else if (as != null) refused.push('as');
  if (zone && Object.hasOwn(EXPORT_ZONES, zone)) choice.zone = zone as ExportZone;
  else if (zone != null) refused.push('zone');
  if (columns != null) {
    const wanted = columns.split(',');
    choice.columns = EXPORT_KEYS.filter((key) => wanted.includes(key));
    if (wanted.some((key) => !(EXPORT_KEYS as string[]).includes(key))) refused.push('columns');
  }
  const without = left == null ? [] : [...new Set(left.split(','))];
  if (without.length > MOST_WITHOUT || !without.every(isUuid)) refused.push('without');
  const isId = wantedId != null && isUuid(wantedId);
  if (wantedId != null && !isId) refused.push('export');
  return { filter: String(params), ...(isId && { id: wantedId }), without, choice, refused: [...new Set(refused)] };
}

/** Writes the address of a file as `readExport` reads it. */
export function writeExport(filter: string, choice: ExportChoice, exportId: string, without: string[] = []): string {
  const params = new URLSearchParams(filter);
  params.set('export', exportId);
  params.set('as', choice.format);
  params.set('zone', choice.zone);
  if (choice.columns.length !== EXPORT_KEYS.length) params.set('columns', choice.columns.join(','));
  if (without.length > 0) params.set('without', without.join(','));
  return String(params);
}
