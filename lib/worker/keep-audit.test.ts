import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isSigned, readHead } from '../audit/audit-head.ts';
import { newSigningKey } from '../audit/testing/signing-key.ts';
import { auditCheck, auditHead, auditSeal } from '../db/audit-schema.ts';
import { audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { createRounds, keepAudit, type AuditKeeping } from './keep-audit.ts';

const { db, owner } = await testDb();
const HOUR = 3_600_000;
const key = newSigningKey();
let folder: string;
let elapsed: number;
let said: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-heads-'));
  elapsed = 0;
  said = [];
  await owner.pool.query(
    'set session_replication_role = replica; truncate audit, audit_seal, audit_head, audit_check; reset session_replication_role',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const deps = (): AuditKeeping => ({
  db,
  key,
  folder: join(folder, 'audit-heads'),
  now: () => new Date(Date.UTC(2026, 10, 23, 10) + elapsed),
  elapsedMs: () => elapsed,
  log: { info: (_, text) => said.push(text), error: (_, text) => said.push(text) },
});
const add = () => db.insert(audit).values({ at: new Date(), actor: 'a', actorName: 'A', verb: 'sign-in' });
const files = () => readdirSync(join(folder, 'audit-heads')).sort();

it('seals at every turn, and signs the end at the first one and then every hour', async () => {
  const { turn } = createRounds(deps());
  await add();
  await turn();
  await add();
  elapsed = HOUR - 1;
  await turn();
  expect(await db.$count(auditSeal)).toBe(2);
  expect(await db.$count(auditHead)).toBe(1);
  elapsed = HOUR;
  await turn();
  expect(await db.$count(auditHead)).toBe(2);
  expect(files()).toEqual([
    '0000000000000000001-2026-11-23T100000000Z.json',
    '0000000000000000002-2026-11-23T110000000Z.json',
  ]);
  const path = join(folder, 'audit-heads', files()[1] ?? '');
  const head = readHead(JSON.parse(readFileSync(path, 'utf8')));
  expect(head && isSigned(head)).toBe(true);
  expect(head).toMatchObject({ seq: '2', publicKey: key.publicKey });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('signs a new console’s first rows a minute after they came', async () => {
  const { turn } = createRounds(deps());
  await turn();
  await add();
  elapsed = 59_000;
  await turn();
  expect(await db.$count(auditHead)).toBe(0);
  elapsed = 60_000;
  await turn();
  expect(await db.$count(auditHead)).toBe(1);
});

it('writes no second file where nothing was added', async () => {
  const { turn } = createRounds(deps());
  await add();
  await turn();
  elapsed = HOUR;
  await turn();
  expect(files()).toHaveLength(1);
  expect(await db.$count(auditCheck)).toBe(2);
});

it('finds, by its own file, that the database was put back or rewritten', async () => {
  await add();
  await add();
  await createRounds(deps()).turn();
  await owner.pool.query(`set session_replication_role = replica; update audit set actor = 'b';
    truncate audit_seal, audit_head; reset session_replication_role`);
  await createRounds(deps()).turn();
  expect(said).toContain('THE AUDIT CHAIN IS BROKEN');
  expect(
    await db
      .select()
      .from(auditCheck)
      .orderBy(sql`id desc`)
      .limit(1),
  ).toMatchObject([{ brokenAt: 2n }]);
  expect(files()).toHaveLength(1);
});

it('goes on without a kept head that is damaged, and says so', async () => {
  await add();
  await createRounds(deps()).turn();
  for (const text of ['', '{}', 'null']) {
    writeFileSync(join(folder, 'audit-heads', files()[0] ?? ''), text);
    await createRounds(deps()).turn();
    expect(said.at(-1)).toBe('audit chain verified');
    expect(said.at(-2)).toMatch(/damaged/);
  }
});

it('still finds a row that commits after everything behind it was long sealed', async () => {
  const { turn } = createRounds(deps());
  const { rows } = await db.execute<{ id: bigint }>(sql`select nextval('audit_id_seq') as id`);
  await add();
  await turn();
  for (elapsed = 0; elapsed < 30 * 60_000; elapsed += 5 * 60_000) await turn();
  await db.insert(audit).values({ id: rows[0]!.id, at: new Date(), actor: 'late', actorName: 'L', verb: 'sign-in' });
  await turn();
  expect(await db.$count(auditSeal)).toBe(1);
  elapsed = HOUR;
  await turn();
  expect(await db.$count(auditSeal)).toBe(2);
});

it('seals what came last before it stops', async () => {
  const keeper = keepAudit(deps());
  await expect.poll(() => said, { timeout: 5_000 }).toEqual([]);
  await add();
  await keeper.stop();
  expect(await db.$count(auditSeal)).toBe(1);
});

it('outlives a turn that fails', async () => {
  const broken = {
    ...deps(),
    db: { transaction: () => Promise.reject(new Error('gone')), execute: () => Promise.reject(new Error('gone')) },
  };
  const keeper = keepAudit(broken as never);
  await expect.poll(() => said, { timeout: 5_000 }).toContain('the audit chain could not be kept');
  await keeper.stop();
});
