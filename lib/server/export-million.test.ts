import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { parse } from 'csv-parse';
import { expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { readExport } from '../exports/read-export.ts';
import { exportFile } from './export-file.ts';

const ROWS = 1_000_000;
/** Of every kind of cell one: what the other columns hold is tested at fewer rows. */
const FILE = 'as=csv&columns=beneficiary,description,created,amount,state';
const opened = await testDb();
const vault = testVault();
const viewer = await ctxOf(opened.db, vault, 'viewer');

/** Payouts of 1 to ROWS paise, so that an amount tells its row. Only the index that a file walks is kept up. */
async function fill(): Promise<void> {
  const { pool } = opened.owner;
  const connectionId = await addConnection(opened.db, vault);
  await pool.query(`alter table payout disable trigger user`);
  await pool.query(`do $$ declare one record; begin
    for one in select indexrelid::regclass as name from pg_index
      where indrelid = 'payout'::regclass and not indisunique and indexrelid <> 'payout_newest'::regclass
    loop execute format('drop index %s', one.name); end loop; end $$`);
  await pool.query(
    `insert into payout (id, connection_id, option, state, amount_minor, description, test, "values", account_sealed,
       account_last4, account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, maker_id, uid)
     select gen_random_uuid(), $1, 'X', (array['pending', 'failed', 'successful'])[1 + n % 3], n, 'Invoice, "' || n || '"',
       true, '{}', '\\x00', lpad((n % 10000)::text, 4, '0'), '\\x00', 'Payee' || chr(10) || n, 'HDFC0000325', 't' || n,
       gen_random_uuid(), '\\x00', $2, 'u' || n from generate_series(1, ${ROWS}) n`,
    [connectionId, viewer.actor.id],
  );
}

it(`opened, a file of ${ROWS.toLocaleString('en-IN')} rows has every row once and sums equal to SQL`, async () => {
  await fill();
  const response = await exportFile(viewer, FILE, new AbortController().signal, () => opened);
  const seen = new Uint8Array(ROWS + 1);
  const sums: Record<string, bigint> = {};
  let read = 0;
  const file = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  for await (const row of file.pipe(parse({ bom: true, columns: true })) as AsyncIterable<Record<string, string>>) {
    const paise = row['Amount (paise)']!;
    seen[Number(paise)]! += 1;
    sums[row.Status!] = (sums[row.Status!] ?? 0n) + BigInt(paise);
    read += 1;
  }
  expect(read).toBe(ROWS);
  expect(seen.subarray(1).every((times) => times === 1)).toBe(true);
  const { rows } = await opened.pool.query<{ state: string; sum: string }>(
    'select initcap(state) as state, sum(amount_minor)::text as sum from payout group by state',
  );
  expect(sums).toEqual(Object.fromEntries(rows.map(({ state, sum }) => [state, BigInt(sum)])));
  const { certificate } = await readExport(viewer, { id: response.headers.get('x-paydesk-export')! });
  expect(certificate).toMatchObject({ rows: ROWS });
}, 240_000);
