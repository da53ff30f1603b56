import { eq, inArray, sql, type SQL } from 'drizzle-orm';
import { approval } from '../db/approval-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import { openAsWorker, sealToWorker } from './sealed-box.ts';
import { demandAnew, rekeyMacs } from './rekey-macs.ts';
import { followImported, followRecipients } from './rekey-recipients.ts';
import { isDigestOf, isMacOf, macOf, sameDigest, type Vault } from './vault.ts';

const BATCH = 500;
/** Another transaction had the same rows in another order; this one was chosen to give way. */
const DEADLOCK = '40P01';
const MOST_TRIES = 5;

/** Says how far it is: rows of one table done, of so many that an earlier key had sealed. */
export type Progress = (table: string, done: number, of: number) => void;

interface Sealed {
  table: string;
  /** Sealed columns, with what each is bound to; `row` has the key columns as text. */
  columns: Record<string, (row: Row) => string>;
  /** What says which row it is, in the order rows are gone through. */
  key: Record<string, 'uuid' | 'int' | 'bigint'>;
  /** More to select, as text under a name. */
  more?: Record<string, SQL>;
  /** Columns that are made with the key of what is sealed. */
  digests?(vault: Vault, row: Row, plain: Record<string, string>): Record<string, Buffer | null>;
  /** What has to follow in the same transaction. */
  also?(tx: Tx, vault: Vault, anew: Anew[]): Promise<void>;
}

export type Row = Record<string, string | Buffer | null>;

interface Anew {
  row: Row;
  bytes: Record<string, Buffer | null>;
}

/** Every column that the application key seals. A test holds it against the schema. */
export const SEALED: readonly Sealed[] = [
  {
    table: 'payout',
    key: { id: 'uuid' },
    columns: { account_sealed: ({ id }) => `payout:${String(id)}` },
    more: {
      connection_id: sql`connection_id::text`,
      option: sql`option`,
      amount_minor: sql`amount_minor::text`,
      test: sql`test::text`,
      values: sql`"values"::text`,
      content_digest: sql`content_digest`,
      maker_id: sql`maker_id`,
      required_checkers: sql`required_checkers::text`,
      demand_mac: sql`demand_mac`,
    },
    digests: digestsOf,
    also: followApprovals,
  },
  {
    table: 'recipient_account',
    key: { id: 'uuid' },
    columns: { account_sealed: ({ id }) => `recipient-account:${String(id)}` },
    digests: (vault, _row, { account_sealed: account = '' }) => ({ account_index: vault.blindIndex(account) }),
    also: followImported,
  },
  {
    table: 'attempt',
    key: { payout_id: 'uuid', epoch: 'int' },
    columns: {
      request_sealed: ({ payout_id: id, epoch }) => `attempt:${String(id)}:${String(epoch)}`,
      response_sealed: ({ payout_id: id, epoch }) => `attempt-answer:${String(id)}:${String(epoch)}`,
    },
  },
  {
    table: 'status_query',
    key: { id: 'bigint' },
    columns: { response_sealed: ({ payout_id: id, at }) => `query:${String(id)}:${String(at)}` },
    more: {
      payout_id: sql`payout_id::text`,
      // As a Date writes it: milliseconds, cut off.
      at: sql`to_char(date_trunc('milliseconds', at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    },
  },
  { table: 'notification', key: { id: 'uuid' }, columns: { body_sealed: ({ id }) => `notification:${String(id)}` } },
  { table: 'totp', key: { id: 'uuid' }, columns: { secret_sealed: ({ id }) => `totp:${String(id)}` } },
];

/**
 * Seals everything anew with the newest key, batch by batch, while the console may go on working; begun again after a
 * crash it goes on where it was. From its beginning on the database takes nothing more from earlier keys. Needs the
 * owner of the tables, and the worker's private key for what notifications are told apart by. Gives how many values no
 * known key opens: an earlier key is still missing then.
 */
export async function rekey(
  db: Db,
  vault: Vault,
  { now, privateKeys, progress = () => {} }: { now: Date; privateKeys: string; progress?: Progress },
): Promise<{ unopened: number }> {
  for (const { keyId } of vault.earlier) {
    await db.execute(
      sql`insert into retired_key (key_id, retired_at) values (${keyId}, ${now}) on conflict do nothing`,
    );
  }
  // Plans that nobody accepted yet are uploaded again.
  await db.execute(sql`delete from batch where state <> 'accepted'`);
  await rekeyConnections(db, vault, privateKeys);
  await rekeyMacs(db, vault, now);
  let unopened = 0;
  for (const sealed of SEALED) unopened += await rekeyTable(db, vault, sealed, progress);
  return { unopened };
}

/** Tells how many rows an earlier key has sealed. */
export async function countEarlier(db: Db | Tx, vault: Vault): Promise<number> {
  let count = 0;
  for (const sealed of SEALED) count += await countIn(db, vault, sealed);
  return count;
}

async function countIn(db: Db | Tx, { keyId }: Vault, sealed: Sealed): Promise<number> {
  const { rows } = await db.execute<{ count: bigint }>(
    sql`select count(*) as count from ${sql.identifier(sealed.table)} where ${isEarlier(sealed, keyId)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

function isEarlier({ columns }: Sealed, keyId: Buffer): SQL {
  const each = Object.keys(columns).map((name) => sql`substring(${sql.identifier(name)} from 2 for 4) <> ${keyId}`);
  return sql`(${sql.join(each, sql` or `)})`;
}

async function rekeyTable(db: Db, vault: Vault, sealed: Sealed, progress: Progress): Promise<number> {
  const of = await countIn(db, vault, sealed);
  let [done, unopened] = [0, 0];
  let last: Row | undefined;
  for (;;) {
    const batch = await persistently(() => db.transaction((tx) => rekeyBatch(tx, vault, sealed, last)));
    if (!batch.last) return unopened;
    last = batch.last;
    done += batch.rows;
    unopened += batch.unopened;
    progress(sealed.table, done, Math.max(of, done));
  }
}

async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tries === MOST_TRIES) throw error;
    }
  }
}

async function rekeyBatch(tx: Tx, vault: Vault, sealed: Sealed, after: Row | undefined) {
  // Only the owner of the tables is let through by it.
  await tx.execute(sql`set local paydesk.rekeying = 'on'`);
  const { table, key, columns, more = {} } = sealed;
  const of = sql.identifier(table);
  // With the table said: alone, a name would be that of the text selected below, which sorts 10 before 9.
  const names = Object.keys(key).map((name) => sql`${of}.${sql.identifier(name)}`);
  const beyond = after && sql`(${sql.join(names, sql`, `)}) > (${sql.join(valuesOf(sealed, after), sql`, `)})`;
  const shown = [
    ...Object.keys(key).map((name) => sql`${of}.${sql.identifier(name)}::text as ${sql.identifier(name)}`),
    ...Object.keys(columns).map((name) => sql.identifier(name)),
    ...Object.entries(more).map(([name, source]) => sql`${source} as ${sql.identifier(name)}`),
  ];
  const { rows } = await tx.execute<Row>(sql`
    select ${sql.join(shown, sql`, `)} from ${of}
    where ${isEarlier(sealed, vault.keyId)} ${beyond ? sql`and ${beyond}` : sql``}
    order by ${sql.join(names, sql`, `)} limit ${BATCH} for update`);
  const anew = rows.flatMap((row) => sealedAnew(vault, sealed, row) ?? []);
  await write(tx, sealed, anew);
  await sealed.also?.(tx, vault, anew);
  return { rows: rows.length, last: rows.at(-1), unopened: rows.length - anew.length };
}

const valuesOf = ({ key }: Sealed, row: Row): SQL[] =>
  Object.entries(key).map(([name, type]) => sql`${row[name]}::${sql.raw(type)}`);

/** Seals one row anew; null where no known key opens it. */
function sealedAnew(vault: Vault, { columns, digests }: Sealed, row: Row): Anew | null {
  const bytes: Record<string, Buffer | null> = {};
  const plain: Record<string, string> = {};
  for (const [name, boundTo] of Object.entries(columns)) {
    const value = row[name];
    const opened = Buffer.isBuffer(value) ? openOr(() => vault.open(value, boundTo(row))) : undefined;
    if (opened === null) return null;
    bytes[name] = opened === undefined ? null : vault.seal(opened, boundTo(row));
    if (opened !== undefined) plain[name] = opened;
  }
  return { row, bytes: { ...bytes, ...digests?.(vault, row, plain) } };
}

async function write(tx: Tx, { table, key }: Sealed, anew: Anew[]): Promise<void> {
  const [first] = anew;
  if (!first) return;
  const all = (name: string) => sql.param(anew.map(({ row, bytes }) => (name in key ? row[name] : bytes[name])));
  const columns = Object.keys(first.bytes);
  const of = sql.identifier(table);
  const arrays = [
    ...Object.entries(key).map(([name, type]) => sql`${all(name)}::${sql.raw(type)}[]`),
    ...columns.map((name) => sql`${all(name)}::bytea[]`),
  ];
  const names = [...Object.keys(key), ...columns].map((name) => sql.identifier(name));
  const set = columns.map((name) => sql`${sql.identifier(name)} = anew.${sql.identifier(name)}`);
  const same = Object.keys(key).map((name) => sql`${of}.${sql.identifier(name)} = anew.${sql.identifier(name)}`);
  await tx.execute(sql`
    update ${of} set ${sql.join(set, sql`, `)}
    from unnest(${sql.join(arrays, sql`, `)}) as anew (${sql.join(names, sql`, `)})
    where ${sql.join(same, sql` and `)}`);
}

/** A payout's index for search and the digest of what it pays; one that never fitted stays as it was. */
function digestsOf(vault: Vault, row: Row, plain: Record<string, string>): Record<string, Buffer | null> {
  const account = plain.account_sealed ?? '';
  const before = row.content_digest as Buffer;
  const content = contentOf(row, account);
  const isFitting = content !== null && isDigestOf(vault, 'contentDigest', content, before);
  const after = isFitting ? vault.contentDigest(content) : before;
  return {
    account_index: vault.blindIndex(account),
    content_digest: after,
    demand_mac: demandAnew(vault, row, after),
  };
}

function contentOf(row: Row, account: string): string | null {
  const name = String(row.option);
  const option = CATALOG[name];
  if (!option) return null;
  const values = {
    ...(JSON.parse(String(row.values)) as Record<string, string>),
    [accountFieldOf(option).path]: account,
  };
  const amountMinor = BigInt(String(row.amount_minor));
  return canonicalContent(String(row.connection_id), { option: name, amountMinor, test: row.test === 'true', values });
}

/** Approvals are of exactly what the payout pays: theirs goes along with the payout's, in the same transaction. */
async function followApprovals(tx: Tx, vault: Vault, anew: Anew[]): Promise<void> {
  const after = new Map(anew.map(({ row, bytes }) => [String(row.id), { row, contentDigest: bytes.content_digest }]));
  const given = await tx
    .select()
    .from(approval)
    .where(inArray(approval.payoutId, [...after.keys()]));
  for (const one of given) {
    const { row, contentDigest } = after.get(one.payoutId) ?? {};
    if (!row || !contentDigest || !sameDigest(one.contentDigest, row.content_digest as Buffer)) continue;
    const required = Number(row.required_checkers);
    const isRight = isMacOf(vault, 'approval', { ...one, required }, one.mac);
    const mac = isRight ? macOf(vault, 'approval', { ...one, required, contentDigest }) : one.mac;
    await tx.update(approval).set({ contentDigest, mac }).where(eq(approval.id, one.id));
  }
  await followRecipients(tx, [...after.keys()]);
}

/** What a notification must present is known to nobody but the worker: its key opens the secret. */
async function rekeyConnections(db: Db, vault: Vault, privateKeys: string): Promise<void> {
  const { rows } = await db.execute<{ id: string; shop_id: string; secret_sealed: Buffer; basic_digest: Buffer }>(
    sql`select id, shop_id, secret_sealed, basic_digest from connection`,
  );
  for (const row of rows) {
    const secret = await openAsWorker(privateKeys, row.secret_sealed, `connection:${row.id}`);
    const credentials = `${row.shop_id}:${secret}`;
    if (!isDigestOf(vault, 'basicDigest', credentials, row.basic_digest)) continue;
    await db.execute(sql`
      update connection set basic_digest = ${vault.basicDigest(credentials)}
      where id = ${row.id} and basic_digest = ${row.basic_digest}`);
  }
}

/** Seals every gateway secret anew to the worker's newest public key. Gives how many; throws when no private key fits. */
export async function rekeySecrets(db: Db, publicKey: string, privateKeys: string): Promise<number> {
  const { rows } = await db.execute<{ id: string; secret_sealed: Buffer }>(
    sql`select id, secret_sealed from connection order by id`,
  );
  for (const { id, secret_sealed: before } of rows) {
    const row = `connection:${id}`;
    const after = await sealToWorker(publicKey, await openAsWorker(privateKeys, before, row), row);
    // A secret that somebody typed meanwhile is sealed by a process of today; it is newer than what was read here.
    await db.execute(sql`
      update connection set secret_sealed = ${after}, updated_at = clock_timestamp()
      where id = ${id} and secret_sealed = ${before}`);
  }
  return rows.length;
}

function openOr(open: () => string): string | null {
  try {
    return open();
  } catch {
    return null;
  }
}
