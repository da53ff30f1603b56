import { exportRun } from '../db/export-schema.ts';
import { columnOf } from '../domain/column.ts';
import { EXPORT_ZONES, type ExportFormat, type ExportZone } from '../domain/export-choice.ts';
import { describeFilter, writeFilter, writeSort, type Sort } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { formatClock } from '../domain/time.ts';
import type { TxCtx } from '../server/usecase.ts';
import { filterNames } from './filter-names.ts';
import type { ExportOrder } from './export-input.ts';
import { exportSql } from './export-sql.ts';
import { selectionWhere } from './selection-input.ts';

/** What an export is begun as, and the statements that make its rows. */
export type BegunExport = Awaited<ReturnType<typeof beginExport>>;

/**
 * Writes an export down as begun and gives how it is made. With a `full` reason its rows come with sealed account numbers
 * between `full.mark`. Throws `conflict` for an id that was used before.
 */
export async function beginExport(ctx: TxCtx, order: ExportOrder, full?: { mark: string; reason: string }) {
  const { filter, without, choice, id = ctx.id() } = order;
  const now = ctx.now();
  const said = describeFilter(filter, await filterNames(ctx));
  const words = without.length === 0 ? said : `${said}; without ${without.length} chosen by hand`;
  const made = exportSql({ where: selectionWhere({ filter, without }, ctx), sort: filter.sort }, choice, full?.mark);
  const run = {
    id,
    filter: addressOf(order),
    words,
    format: choice.format,
    zone: choice.zone,
    columns: made.headers,
    accounts: full ? ('full' as const) : ('masked' as const),
    fileName: fileNameOf(words, now, choice),
  };
  const written = await ctx.db
    .insert(exportRun)
    .values({ ...run, personId: ctx.actor.id, startedAt: now, beatAt: now, reason: full?.reason })
    .onConflictDoNothing()
    .returning({ id: exportRun.id });
  if (written.length === 0) throw new Problem('conflict', 'This export was begun before. Begin a new one.');
  const { filter: address, words: subject, ...detail } = run;
  return {
    ...run,
    order: orderWords(filter.sort),
    sql: made,
    note: { subject, detail: { filter: address, ...detail, ...(full && { reason: full.reason }) } },
  };
}

function addressOf({ filter, without }: ExportOrder): string {
  const params = writeFilter(filter);
  if (without.length > 0) params.set('without', without.join(','));
  return String(params);
}

const orderWords = (sort: Sort): string =>
  `${columnOf(sort.by).label}, ${sort.isDescending ? 'descending' : 'ascending'} (${writeSort(sort)})`;

const MOST_WORDS = 100;

/** Names a file by what it holds: `Payouts, Status is Pending, 2026-11-23 14.05.09 IST.csv`: what no file system minds. */
function fileNameOf(words: string, now: Date, { format, zone }: { format: ExportFormat; zone: ExportZone }): string {
  const [day, time] = formatClock(now, EXPORT_ZONES[zone].offset);
  const said = words
    .replaceAll('; ', ', ')
    .replace(/[\\/:*?"<>|\p{C}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const short = Array.from(said).slice(0, MOST_WORDS).join('').trim();
  return `${words === 'All payouts' ? '' : 'Payouts, '}${short}, ${day} ${time} ${zone}.${format}`;
}
