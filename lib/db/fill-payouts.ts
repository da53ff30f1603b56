import { totalmem } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export interface Filled {
  rows: number;
  /** Until the last row was taken. */
  copiedMs: number;
  /** Indexes, references, the words for search and the planner's statistics. */
  settledMs: number;
}

const TABLES = `('payout'::regclass, 'payout_search'::regclass)`;
// Made again by bulk: an index that grows row by row, and a reference asked row by row, cost many times the row itself.
const INDEXES = `select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as make
  from pg_index i where i.indrelid in ${TABLES}
    and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`;
const KEYS = `c.contype in ('p', 'u') and c.conrelid in ${TABLES}`;
const REFERENCES = `c.contype = 'f' and 'payout'::regclass in (c.conrelid, c.confrelid)`;
const constraints = (which: string): string => `
  select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
    format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as make
  from pg_constraint c where ${which}`;
const REFERRING = `select string_agg(distinct c.conrelid::regclass::text, ', ') as tables from pg_constraint c where ${REFERENCES}`;
const WORDS = `insert into payout_search (payout_id, words, tracking_id, uid)
  select p.id, search_words(p.beneficiary, p.description, p.reference, p.ifsc, p.account_last4), lower(p.tracking_id), lower(p.uid)
  from payout p where p.xmin = pg_current_xact_id()::xid`;

/**
 * Copies pieces of lines (as COPY reads them, with these columns) into `payout` as the owner of its tables, in one
 * transaction that nobody sees half of: without the guards and the index work of each single row, and with all of it again afterwards.
 */
export async function fillPayouts(url: string, columns: string, pieces: AsyncIterable<Uint8Array>): Promise<Filled> {
  const client = new pg.Client({ connectionString: url, application_name: 'paydesk-seed' });
  await client.connect();
  try {
    await client.query('begin');
    // First of all, before anybody's lock could stand between ours; the server's own limits are for quick statements.
    await client.query(
      `set local lock_timeout = '30s'; set local maintenance_work_mem = '${sortingMb()}MB'; set local synchronous_commit = off`,
    );
    const referring = await client.query<{ tables: string }>(REFERRING);
    await client.query(`lock table payout, payout_search, ${referring.rows[0]?.tables} in access exclusive mode`);
    const parts: { drop: string; make: string }[] = [];
    for (const which of [INDEXES, constraints(KEYS), constraints(REFERENCES)]) {
      parts.push(...(await client.query(which)).rows);
    }
    // References stand on keys: they go before them, and come after them.
    for (const { drop } of parts.toReversed()) await client.query(drop);
    await client.query('alter table payout disable trigger user');
    const startedAt = performance.now();
    const copy = client.query(copyFrom(`copy payout (${columns}) from stdin`));
    await pipeline(Readable.from(pieces, { objectMode: false, highWaterMark: 1 << 20 }), copy);
    const copiedAt = performance.now();
    await client.query(WORDS);
    for (const { make } of parts) await client.query(make);
    await client.query('alter table payout enable trigger user');
    await client.query('commit');
    await client.query('vacuum (analyze) payout');
    await client.query('vacuum (analyze) payout_search');
    const settledAt = performance.now();
    return { rows: copy.rowCount, copiedMs: copiedAt - startedAt, settledMs: settledAt - copiedAt };
  } finally {
    await client.end();
  }
}

/** A part of the memory there is: what is sorted in memory is not written to disk and read again. */
function sortingMb(): number {
  const eighth = Math.round(totalmem() / 8 / 2 ** 20);
  return Math.min(Math.max(eighth, 64), 2_048);
}
