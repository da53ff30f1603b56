import { setTimeout as wait } from 'node:timers/promises';
import { desc } from 'drizzle-orm';
import { beforeAll, expect, it, test } from 'vitest';
import { exportRun } from '../db/export-schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { readExport } from '../exports/read-export.ts';
import { exportFile } from './export-file.ts';

const opened = await testDb();
const { db, pool } = opened;
const vault = testVault();
const viewer = await ctxOf(db, vault, 'viewer');
/** Many times what the buffers on the way hold, in every format. */
const ROWS = 50_000;

beforeAll(async () => {
  const connectionId = await addConnection(db, vault);
  await opened.owner.pool.query('alter table payout disable trigger user');
  await pool.query(
    `insert into payout (id, connection_id, option, state, amount_minor, description, test, "values", account_sealed,
       account_last4, account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, maker_id,
       uid)
     select gen_random_uuid(), $1, 'X', (array['pending', 'failed', 'successful'])[1 + n % 3], n, 'Invoice ' || n, true,
       '{}', '\\x00', lpad((n % 10000)::text, 4, '0'), '\\x00', 'Payee ' || n, 'HDFC0000325', 't' || n,
       gen_random_uuid(), '\\x00', $2, 'u' || n from generate_series(1, ${ROWS}) n`,
    [connectionId, viewer.actor.id],
  );
}, 120_000);

async function running(): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(
    `select count(*) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
     and state <> 'idle'`,
  );
  return Number(rows[0]?.count);
}

async function untilNoneRuns(): Promise<void> {
  for (let tries = 0; tries < 250 && (await running()) > 0; tries++) await wait(20);
  expect(await running()).toBe(0);
}

async function untilEnded(id: string) {
  for (let tries = 0; tries < 250; tries++) {
    const view = await readExport(viewer, { id });
    if (view.endedAt) return view;
    await wait(20);
  }
  throw new Error('the export has not ended');
}

test.each(['csv', 'xlsx', 'jsonl'])(
  'a whole file as %s has every row once and sums equal to SQL',
  { timeout: 120_000 },
  async (format) => {
    const response = await exportFile(viewer, `as=${format}`, new AbortController().signal, () => opened);
    let bytes = 0;
    for await (const chunk of response.body!) bytes += chunk.length;
    const view = await untilEnded(response.headers.get('x-paydesk-export')!);
    const { rows } = await pool.query<{ count: bigint; sum: string }>(
      'select count(*), sum(amount_minor)::text as sum from payout',
    );
    expect(view).toMatchObject({ state: 'whole', rows: ROWS, bytes, problem: null });
    expect(view.certificate?.sums.reduce((all, { paise }) => all + BigInt(paise), 0n)).toBe(BigInt(rows[0]!.sum));
    await untilNoneRuns();
  },
);

it('that is aborted a hundred times leaves no query behind, and says each time that it broke off', async () => {
  for (let round = 0; round < 25; round++) {
    await Promise.all(Array.from({ length: 4 }, (_, at) => abortAfter(at, round)));
  }
  await untilNoneRuns();
  const runs = await db.select().from(exportRun).orderBy(desc(exportRun.startedAt)).limit(100);
  expect(runs.filter(({ endedAt, certificate, problem }) => endedAt && !certificate && problem)).toHaveLength(100);
  expect(new Set(runs.map(({ problem }) => problem))).toEqual(new Set(['The reader went away.']));
}, 120_000);

/** Before the first byte, after it, in the middle; by the request or by the reader. */
async function abortAfter(parts: number, round: number): Promise<void> {
  const abort = new AbortController();
  const format = ['csv', 'xlsx', 'jsonl'][round % 3];
  const response = await exportFile(viewer, `as=${format}`, abort.signal, () => opened);
  const reader = response.body!.getReader();
  for (let read = 0; read < parts * 3; read++) await reader.read();
  if (round % 2) await reader.cancel();
  else abort.abort();
  await untilEnded(response.headers.get('x-paydesk-export')!);
}

it('whose database connection dies breaks off, has no certificate and says so', async () => {
  const response = await exportFile(viewer, '', new AbortController().signal, () => opened);
  const reader = response.body!.getReader();
  for (let read = 0; read < 5; read++) await reader.read();
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where query like 'copy (%' and state = 'active' and datname = current_database()`);
  const readOn = async () => {
    while (!(await reader.read()).done);
  };
  await expect(readOn()).rejects.toThrow();
  const view = await untilEnded(response.headers.get('x-paydesk-export')!);
  expect(view).toMatchObject({
    state: 'broken',
    certificate: null,
    problem: 'The server broke it off; its log says why.',
  });
  await untilNoneRuns();
});

it('reads one moment: what is changed meanwhile is in neither file nor sums', async () => {
  const response = await exportFile(viewer, 'as=jsonl&sort=amount', new AbortController().signal, () => opened);
  const reader = response.body!.getReader();
  const parts = [(await reader.read()).value!];
  await pool.query(`update payout set amount_minor = amount_minor + 1 where amount_minor > ${ROWS - 1_000}`);
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  const lines = Buffer.concat(parts).toString().trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
  expect([lines.length, last['Amount (paise)']]).toEqual([ROWS, ROWS]);
  const { certificate } = await untilEnded(response.headers.get('x-paydesk-export')!);
  expect(certificate?.sums.reduce((all, { paise }) => all + BigInt(paise), 0n)).toBe(
    (BigInt(ROWS) * BigInt(ROWS + 1)) / 2n,
  );
});

it('gives its first byte before the query has begun', async () => {
  const response = await exportFile(viewer, 'q=no+row+holds+this', new AbortController().signal, () => opened);
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(Buffer.from(value!).toString()).toContain('Payout id');
  expect(await running()).toBe(0);
  await reader.cancel();
});
