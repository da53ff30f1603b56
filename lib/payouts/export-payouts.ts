import { z } from 'zod';
import { EXPORT_KEYS } from '../domain/column.ts';
import { describeFilter, writeFilter } from '../domain/filter.ts';
import { istDate, formatIst } from '../domain/time.ts';
import { changes } from '../server/usecase.ts';
import { connectionNames } from './connection-names.ts';
import { exportStatement } from './export-sql.ts';
import { filterInput } from './filter-input.ts';

/**
 * Gives the COPY statement and the name of the file of a filter, and records that this person took it. The record is
 * written before the first row leaves, so that no crash can hide an export; its rows are not known by then.
 */
export const exportPayouts = changes({
  name: 'export-payouts',
  input: z.object({ filter: filterInput }),
  async run(ctx, { filter }) {
    const now = ctx.now();
    const words = describeFilter(filter, await connectionNames(ctx));
    return { statement: exportStatement(filter, now), fileName: fileNameOf(words, now), words };
  },
  audit: ({ filter }, { words, fileName }) => ({
    subject: words,
    detail: { filter: String(writeFilter(filter)), fileName, format: 'csv', columns: EXPORT_KEYS },
  }),
});

const MOST_WORDS = 100;

/** Names a file by what it holds: `Payouts, Status is Pending, 2026-11-23 14.05.09 IST.csv`: what no file system minds. */
export function fileNameOf(words: string, now: Date): string {
  const time = formatIst(now).slice(-12, -4).replaceAll(':', '.');
  const said = words
    .replaceAll('; ', ', ')
    .replace(/[\\/:*?"<>|\p{C}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const short = Array.from(said).slice(0, MOST_WORDS).join('').trim();
  return `${words === 'All payouts' ? '' : 'Payouts, '}${short}, ${istDate(now)} ${time} IST.csv`;
}
