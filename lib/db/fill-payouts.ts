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
const REFERENCES = `select format('alter table payout drop constraint %I', conname) as drop,
    format('alter table payout add constraint %I %s', conname, pg_get_constraintdef(oid)) as make
  from pg_constraint where conrelid = 'payout'::regclass and contype = 'f'`;
const WORDS = `insert into payout_search (payout_id, words, tracking_id, uid)
  select p.id, search_words(p.beneficiary, p.description, p.reference, p.ifsc, p.account_last4), lower(p.tracking_id), lower(p.uid)
  from payout p where not exists (select 1 from payout_search s where s.payout_id = p.id)`;

/**
 * Copies lines (as COPY reads them, with these columns) into `payout` as the owner of its tables, in one transaction that
 * nobody sees half of: without the guards and the index work of each single row, and with all of it again afterwards.
 */
export async function fillPayouts(url: string, columns: string, lines: Iterable<string>): Promise<Filled> {
  const client = new pg.Client({ connectionString: url, application_name: 'paydesk-seed' });
  await client.connect();
  try {
    await client.query('begin');
    // First of all, before anybody's lock could stand between ours; the server's own limits are for quick statements.
    await client.query(
      `set local lock_timeout = '30s'; set local maintenance_work_mem = '512MB'; set local synchronous_commit = off`,
    );
    await client.query('lock table payout, payout_search in access exclusive mode');
    const { rows: parts } = await client.query<{ drop: string; make: string }>(`${INDEXES} union all ${REFERENCES}`);
    for (const { drop } of parts) await client.query(drop);
    await client.query('alter table payout disable trigger user');
    const startedAt = performance.now();
    const copy = client.query(copyFrom(`copy payout (${columns}) from stdin`));
    await pipeline(Readable.from(lines, { objectMode: false, highWaterMark: 1 << 20 }), copy);
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
