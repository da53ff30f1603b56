import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { payout } from '#lib/db/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { receiveNotification, type Delivery } from '#lib/payouts/receive-notification.ts';
import { readShopKeys, readShops, type Shop } from '#lib/sandbox/shops.ts';
import type { DatabaseServer } from './database-server.ts';
import { openLane, type Lane, type LaneConnection } from './lane.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

interface Forger {
  lane: Lane;
  connection: LaneConnection;
  shop: Shop;
  other: Shop;
  keys: ReadonlyMap<string, KeyObject>;
  stranger: KeyObject;
  /** A genuine notification about a payout of ours. */
  body: string;
}

const HUGE_BYTES = 2_000_000;
const BATCH = 50;

/** Deliveries that are not authentic, through the receiving code on a real database: not one may change a row. */
export async function runForgeries(server: DatabaseServer, { forgeries }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('forged notifications');
  const lane = await openLane(server, 'forgeries', { sandbox: firstPort, webs: [firstPort + 1] });
  try {
    const forger = await newForger(lane);
    const before = await wholeDigest(lane);
    const kinds = kindsOf(forger);
    const share = Math.ceil(forgeries / kinds.length);
    for (const { name, forge } of kinds) tally.add(name, share, await refusedAll(forger, share, forge));
    const isSame = before === (await wholeDigest(lane));
    tally.add('rows of any table changed by them', 0, isSame ? [] : ['the digest of all tables changed']);
    await hostile(forger, tally);
  } finally {
    await lane.close();
  }
  return tally.rows();
}

async function newForger(lane: Lane): Promise<Forger> {
  const [connection, second] = lane.connections;
  if (!connection || !second) throw new Error('there must be two connections');
  for (const through of [connection, second]) await lane.create(lane.order({ through }));
  const shops = await readShops(lane.sandboxDir);
  const shopOf = ({ shopId }: LaneConnection) => shops.find((shop) => shop.shopId === shopId) as Shop;
  const [row] = await lane.db
    .select()
    .from(payout)
    .where(sql`connection_id = ${connection.id}`);
  const transaction = {
    ...{ uid: randomUUID(), type: 'payout', status: 'successful', amount: Number(row?.amountMinor), currency: 'INR' },
    ...{
      tracking_id: row?.trackingId,
      updated_at: '2026-11-23T09:00:00Z',
      message: 'done',
      payout: { rrn: '632812345678' },
    },
  };
  return {
    ...{ lane, connection, shop: shopOf(connection), other: shopOf(second) },
    keys: await readShopKeys(lane.sandboxDir),
    stranger: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    body: JSON.stringify({ transaction }),
  };
}

const basicOf = ({ shopId, secret }: Pick<Shop, 'shopId' | 'secret'>): string =>
  `Basic ${Buffer.from(`${shopId}:${secret}`).toString('base64')}`;

const signed = (raw: Buffer, key: KeyObject | undefined): string =>
  sign('RSA-SHA256', raw, key as KeyObject).toString('base64');

function genuine({ connection, shop, keys, body }: Forger): Delivery {
  const raw = Buffer.from(body);
  return {
    webhookKey: connection.webhookKey,
    raw,
    signature: signed(raw, keys.get(shop.shopId)),
    authorization: basicOf(shop),
  };
}

type Forge = (turn: number) => Partial<Delivery>;

function kindsOf(forger: Forger): { name: string; forge: Forge }[] {
  const { body, shop, other, keys, stranger } = forger;
  const good = genuine(forger);
  const rewritten = (text: string): Partial<Delivery> => ({ raw: Buffer.from(text) });
  const bySomebody = (text: string, key?: KeyObject): Partial<Delivery> => {
    const raw = Buffer.from(text);
    return { raw, signature: signed(raw, key ?? stranger) };
  };
  const inner = body.slice('{"transaction":{'.length, -2);
  return [
    { name: 'no header at all', forge: () => ({ signature: null, authorization: null }) },
    {
      name: 'Basic only',
      forge: (turn) => ({ signature: ['', null, 'AAAA', good.signature?.slice(0, -4) ?? ''][turn % 4] ?? null }),
    },
    {
      name: 'signature only',
      forge: (turn) => ({ authorization: [null, '', 'Basic', 'Basic Og==', 'Bearer x'][turn % 5] ?? null }),
    },
    {
      name: 'wrong secret',
      forge: (turn) => ({ authorization: basicOf({ ...shop, secret: shop.secret.slice(0, -1) + (turn % 10) + 'x' }) }),
    },
    { name: 'another shop’s secret', forge: () => ({ authorization: basicOf(other) }) },
    { name: 'wrong key', forge: (turn) => bySomebody(body.replace('done', `done ${turn}`)) },
    {
      name: 'another shop’s key',
      forge: (turn) => bySomebody(body.replace('done', `done ${turn}`), keys.get(other.shopId)),
    },
    { name: 'a byte of the body flipped', forge: (turn) => ({ raw: flipped(good.raw, turn) }) },
    {
      name: 'a byte of the signature flipped',
      forge: (turn) => ({ signature: flippedBase64(good.signature ?? '', turn) }),
    },
    { name: 'serialised again', forge: (turn) => rewritten(JSON.stringify(JSON.parse(body), null, 1 + (turn % 8))) },
    {
      name: 'blanks around it',
      forge: (turn) => rewritten(turn % 2 ? ' '.repeat(turn + 1) + body : body + '\n'.repeat(turn + 1)),
    },
    {
      name: 'duplicate keys',
      forge: (turn) => rewritten(`{"transaction":{${inner},"status":"failed","amount":${turn}}}`),
    },
    { name: '__proto__', forge: (turn) => bySomebody(`{"__proto__":{"transaction":{${inner}}},"turn":${turn}}`) },
    {
      name: 'huge',
      forge: (turn) => (turn % 50 ? rewritten(body + ' '.repeat(70_000)) : rewritten(body + ' '.repeat(HUGE_BYTES))),
    },
    {
      name: 'not JSON',
      forge: (turn) => bySomebody(['', '{', 'null', '[]', '"x"', '\u0000', '<html>'][turn % 7] ?? ''),
    },
  ];
}

/** Every byte in turn, then every byte with another bit. */
function flipped(raw: Buffer, turn: number): Buffer {
  const copy = Buffer.from(raw);
  const at = turn % raw.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (Math.floor(turn / raw.length) % 8));
  return copy;
}

const flippedBase64 = (signature: string, turn: number): string =>
  flipped(Buffer.from(signature, 'base64'), turn).toString('base64');

async function refusedAll(forger: Forger, times: number, forge: Forge): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; from < times; from += BATCH) {
    const turns = Array.from({ length: Math.min(BATCH, times - from) }, (_, index) => from + index);
    const refused = await Promise.all(turns.map((turn) => isRefused(forger, { ...genuine(forger), ...forge(turn) })));
    refused.forEach((isSo, index) => isSo || found.push(`forgery ${turns[index]} was taken`));
  }
  return found;
}

async function isRefused({ lane }: Forger, delivery: Delivery): Promise<boolean> {
  try {
    await receiveNotification({ db: lane.db, vault: lane.vault, jitter: () => 0, id: randomUUID }, delivery);
    return false;
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return true;
    throw error;
  }
}

/** Signed by a shop, and still not about a payout of that shop: kept, and changes nothing else. */
async function hostile(forger: Forger, tally: Tally): Promise<void> {
  const { lane, body, other, keys } = forger;
  const otherConnection = lane.connections.find(({ shopId }) => shopId === other.shopId) as LaneConnection;
  const before = await wholeDigest(lane, ['notification']);
  const bodies = Array.from({ length: 200 }, (_, turn) =>
    turn % 2 ? body.replace('done', `done ${turn}`) : `{"__proto__":${body},"constructor":{"prototype":${turn}}}`,
  );
  for (const text of bodies) {
    const raw = Buffer.from(text);
    const signature = signed(raw, keys.get(other.shopId));
    const delivery = { webhookKey: otherConnection.webhookKey, raw, signature, authorization: basicOf(other) };
    await receiveNotification({ db: lane.db, vault: lane.vault, jitter: () => 0, id: randomUUID }, delivery);
  }
  const isSame = before === (await wholeDigest(lane, ['notification']));
  tally.add('signed by one shop about another’s payout, or __proto__', bodies.length, isSame ? [] : ['a row changed']);
}

/** A digest of every row of every table but those left out. */
async function wholeDigest({ db }: Lane, without: string[] = []): Promise<string> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const digests: string[] = [];
  for (const { name } of tables.filter((one) => !without.includes(one.name))) {
    const table = sql.identifier(name);
    const { rows } = await db.execute<{ digest: string | null }>(
      sql`select md5(string_agg(t::text, '|' order by t::text)) as digest from ${table} t`,
    );
    digests.push(`${name} ${rows[0]?.digest}`);
  }
  if (digests.length < 10) throw new Error('the digest has read too few tables');
  return digests.join('\n');
}
