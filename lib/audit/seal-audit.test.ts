import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditCheck, auditHead, auditSeal } from '../db/audit-schema.ts';
import type { Tx } from '../db/pool.ts';
import { audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { canonicalJson, type Canonical } from '../domain/canonical-json.ts';
import { signHead } from './audit-head.ts';
import { GENESIS, linkHash } from './audit-line.ts';
import { checkAudit } from './check-audit.ts';
import { readChain } from './read-chain.ts';
import { endOfChain, sealAudit } from './seal-audit.ts';
import { newSigningKey } from './testing/signing-key.ts';

const { db, owner } = await testDb();
const key = newSigningKey();
const now = new Date('2026-11-23T10:00:00Z');

const entry = (more: Partial<typeof audit.$inferInsert> = {}) => ({
  at: now,
  actor: 'someone',
  actorName: 'Some One',
  verb: 'sign-in',
  ...more,
});
const add = async (count: number) =>
  db.execute(sql`insert into audit (at, actor, actor_name, verb, detail)
    select now(), 'someone', 'Some One', 'sign-in', jsonb_build_object('n', n) from generate_series(1, ${count}) n`);

async function sealAll(): Promise<number> {
  let sum = 0;
  for (let isFull = true; isFull;) {
    const sealed = await sealAudit(db, { after: 0n, now });
    sum += sealed.count;
    isFull = sealed.isFull;
  }
  return sum;
}

const check = (more: Partial<Parameters<typeof checkAudit>[1]> = {}) => checkAudit(db, { now, key, kept: [], ...more });

/** What somebody does who owns the database and takes its guards away. */
async function asAttacker(statement: string): Promise<void> {
  await owner.pool.query(`set session_replication_role = replica; ${statement}; reset session_replication_role`);
}

beforeEach(() => asAttacker('truncate audit, audit_seal, audit_head, audit_check'));

describe('sealing', () => {
  it('links every row to the one before, and each only once', async () => {
    await add(5);
    expect(await sealAll()).toBe(5);
    expect(await sealAll()).toBe(0);
    await add(3);
    expect(await sealAll()).toBe(3);
    const seals = await db.select().from(auditSeal).orderBy(auditSeal.seq);
    expect(seals.map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(seals[0]?.prevHash.toString('hex')).toBe(GENESIS);
    for (const [index, { prevHash }] of seals.entries())
      if (index > 0) expect(prevHash).toEqual(seals[index - 1]?.hash);
  });

  it('hashes each column that is set, in a text that another program can write again', async () => {
    const detail = { 'a\u2028"\\\u0001₹': [0.1, { deep: 'x\u007f/' }], n: 12345678901234567890n.toString() };
    const digest = Buffer.alloc(32, 7);
    await db.insert(audit).values(
      entry({
        subject: 'A\tB\n\b\f',
        payoutId: crypto.randomUUID(),
        detail,
        beforeDigest: digest,
        refusal: 'forbidden',
      }),
    );
    await db.execute(sql`set timezone = 'Asia/Kolkata'`);
    await sealAll();
    for await (const { links } of readChain(db, 9n)) {
      const { row, hash } = links[0]!;
      const read = JSON.parse(row!) as Record<string, Canonical>;
      expect(canonicalJson(read)).toBe(row);
      expect(linkHash(GENESIS, canonicalJson(read))).toBe(hash);
      expect(read).toMatchObject({ at: '2026-11-23T10:00:00+00:00', before_digest: `\\x${digest.toString('hex')}` });
      expect(JSON.parse(read.detail as string)).toEqual(detail);
      expect(Object.keys(read)).not.toContain('session_key');
    }
  });

  it('takes a row that commits after later ones as the next link', async () => {
    let commit = () => {};
    const isHeld = new Promise<void>((resolve) => (commit = resolve));
    const id = (tx: Pick<Tx, 'insert'>, verb: string) =>
      tx.insert(audit).values(entry({ verb })).returning({ id: audit.id });
    let started = () => {};
    const hasStarted = new Promise<void>((resolve) => (started = resolve));
    const late = db.transaction(async (tx) => {
      const [row] = await id(tx, 'late');
      started();
      await isHeld;
      return row!.id;
    });
    await hasStarted;
    const [early] = await id(db, 'early');
    expect(await sealAll()).toBe(1);
    commit();
    expect(await late).toBeLessThan(early!.id);
    expect(await sealAll()).toBe(1);
    const seals = await db.select().from(auditSeal).orderBy(auditSeal.seq);
    expect(seals.map(({ auditId }) => auditId)).toEqual([early!.id, await late]);
    expect(await check()).toMatchObject({ isWhole: true });
  });

  it('by several sealers at once makes one chain without a gap', async () => {
    await add(5_000);
    await Promise.all(Array.from({ length: 4 }, sealAll));
    await sealAll();
    expect(await check()).toMatchObject({ isWhole: true, seq: 5_000n });
  });

  it('keeps up with bulk: 10,000 rows in a few seconds', { timeout: 60_000 }, async () => {
    await add(10_000);
    const startedAt = performance.now();
    expect(await sealAll()).toBe(10_000);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  it('looks only behind the row it is told to', async () => {
    await add(3);
    const [last] = await db
      .select()
      .from(audit)
      .orderBy(sql`id desc`)
      .limit(1);
    expect(await sealAudit(db, { after: last!.id, now })).toEqual({ count: 0, isFull: false });
  });
});

describe('a link put down by hand', () => {
  it('is refused by the database unless it is the one right next link', async () => {
    await add(3);
    await sealAudit(db, { after: 0n, now });
    const [fourth] = await db.insert(audit).values(entry()).returning({ id: audit.id });
    const { seq, hash } = await endOfChain(db);
    const { rows } = await db.execute<{ text: string }>(
      sql`select audit_canonical(a) as text from audit a where id = ${fourth!.id}`,
    );
    const right = {
      seq: seq + 1n,
      auditId: fourth!.id,
      prevHash: Buffer.from(hash, 'hex'),
      hash: Buffer.from(linkHash(hash, rows[0]!.text), 'hex'),
      sealedAt: now,
    };
    const wrong = [
      { ...right, seq: seq + 2n },
      { ...right, seq },
      { ...right, prevHash: Buffer.alloc(32) },
      { ...right, hash: Buffer.alloc(32, 1) },
      { ...right, hash: Buffer.from(linkHash(hash, '{}'), 'hex') },
      { ...right, auditId: fourth!.id - 1n },
    ];
    for (const one of wrong) await expect(db.insert(auditSeal).values(one)).rejects.toMatchObject({ code: '23514' });
    await db.insert(auditSeal).values(right);
    expect(await check()).toMatchObject({ isWhole: true, seq: 4n });
  });
});

describe('the hourly check', () => {
  it('signs the end of a whole chain, and once only where nothing was added', async () => {
    expect(await check()).toBeNull();
    await add(2);
    await sealAll();
    expect(await check()).toMatchObject({ isWhole: true, head: { seq: '2' } });
    expect(await check()).toMatchObject({ head: null, coveredTo: 2n });
    await add(1);
    await sealAll();
    expect(await check({ key: undefined })).toMatchObject({ isWhole: true, head: null });
    expect(await check()).toMatchObject({ head: { seq: '3' } });
    expect(await db.$count(auditHead)).toBe(2);
    expect(await db.$count(auditCheck)).toBe(4);
  });

  it.each([
    [
      'an edited row',
      `update audit set actor = 'other' where id = (select audit_id from audit_seal where seq = 2)`,
      2n,
    ],
    [
      'a row edited by a microsecond',
      `update audit set at = at + interval '1 microsecond' where id = (select audit_id from audit_seal where seq = 2)`,
      2n,
    ],
    [
      'a detail whose number is the same to JavaScript',
      `update audit set detail = '{"n": 3.0}' where id = (select audit_id from audit_seal where seq = 3)`,
      3n,
    ],
    ['a deleted row', `delete from audit where id = (select audit_id from audit_seal where seq = 4)`, 4n],
    [
      'a deleted row with its link',
      `delete from audit where id = (select audit_id from audit_seal where seq = 4); delete from audit_seal where seq = 4`,
      5n,
    ],
    [
      'links whose rows were swapped',
      `create temp table two as select * from audit_seal where seq in (2, 3);
       delete from audit_seal where seq in (2, 3);
       insert into audit_seal select b.seq, a.audit_id, b.prev_hash, b.hash, b.sealed_at
         from two a join two b on a.seq <> b.seq`,
      2n,
    ],
    ['an edited hash', `update audit_seal set hash = sha256(hash) where seq = 3`, 3n],
  ])('finds %s, writes it down and signs nothing', async (_, statement, brokenAt) => {
    await add(6);
    await sealAll();
    await asAttacker(statement);
    expect(await check()).toMatchObject({ isWhole: false, head: null });
    const [found] = await db.select().from(auditCheck);
    expect(found).toMatchObject({ brokenAt, problem: expect.any(String) as string });
    expect(await db.$count(auditHead)).toBe(0);
  });

  it('finds a chain that was cut short or rewritten with everything in it, by the head kept in a file', async () => {
    await add(6);
    await sealAll();
    const kept = [(await check())!.head!];
    await asAttacker(
      'delete from audit where id = (select audit_id from audit_seal where seq = 6); delete from audit_seal where seq = 6; truncate audit_head',
    );
    expect(await check()).toMatchObject({ isWhole: true });
    expect(await check({ kept })).toMatchObject({ isWhole: false });
    await asAttacker(`truncate audit_seal, audit_head; update audit set actor = 'liar'`);
    await add(1);
    await sealAll();
    expect(await check()).toMatchObject({ isWhole: true, seq: 6n });
    expect(await check({ kept })).toMatchObject({
      isWhole: false,
      findings: [{ text: expect.stringMatching(/rewritten/) as string }],
    });
  });

  it('is not disturbed by heads that somebody else has put into the table', async () => {
    await add(2);
    await sealAll();
    const theirs = newSigningKey();
    const { hash } = await endOfChain(db);
    const forged = signHead({ seq: 2n, hash, at: now }, theirs);
    const row = {
      seq: 2n,
      hash: Buffer.from(hash, 'hex'),
      signedAt: now,
      signature: Buffer.from(forged.signature, 'base64'),
    };
    await db.insert(auditHead).values([
      { ...row, publicKey: Buffer.from(theirs.publicKey, 'base64') },
      { ...row, publicKey: Buffer.from(key.publicKey, 'base64') },
    ]);
    expect(await check()).toMatchObject({ isWhole: true, head: { seq: '2', publicKey: key.publicKey } });
  });
});
