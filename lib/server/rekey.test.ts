import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eq, getTableColumns, is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { areApproved } from '../approvals/count-approvals.ts';
import * as approvals from '../db/approval-schema.ts';
import * as batches from '../db/batch-schema.ts';
import * as audits from '../db/audit-schema.ts';
import * as connections from '../db/connection-schema.ts';
import * as factors from '../db/factor-schema.ts';
import * as keys from '../db/key-schema.ts';
import * as people from '../db/people-schema.ts';
import * as recipients from '../db/recipient-schema.ts';
import * as main from '../db/schema.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import { keepPassword } from '../people/keep-password.ts';
import { isAsWritten, keyedStandings } from '../people/keyed-standing.ts';
import { inheritedEnv } from './env.ts';
import { countEarlier, rekey, rekeySecrets, SEALED } from './rekey.ts';
import { makeWorkerKeys, openAsWorker } from './sealed-box.ts';
import { TEST_APP_KEY, testConnection, testCtx, testWorkerKeys } from './testing/test-ctx.ts';
import { createVault, isDigestOf, isMacOf, macOf, sameDigest, type Vault } from './vault.ts';

const { approval } = approvals;
const { connection } = connections;
const { totp } = factors;
const { attempt, notification, payout, statusQuery } = main;

const app = await testDb();
// Rotation is the owner's: the application's role may not change what is signed.
const { db, url } = app.owner;
const ROWS = 2000;
const option = Object.keys(CATALOG)[0]!;
const newKey = randomBytes(32).toString('base64');
const before = createVault(TEST_APP_KEY);
const both = createVault(`${newKey},${TEST_APP_KEY}`);
const after = createVault(newKey);
const { privateKey, publicKey } = testWorkerKeys;
const account = (index: number) => String(600_000_000_000 + index);
const options = { now: new Date(), privateKeys: privateKey };

let ids: string[];
let connectionId: string;
let makerId: string;
let approvalId: string;

const contentOf = (index: number, values: Record<string, string>) =>
  canonicalContent(connectionId, {
    option,
    amountMinor: BigInt(500_00 + index),
    test: true,
    values: { ...values, [accountFieldOf(CATALOG[option]!).path]: account(index) },
  });

const demandOf = (vault: Vault) => {
  const contentDigest = vault.contentDigest(contentOf(0, { note: 'n0' }));
  return { id: ids[0]!, makerId, contentDigest, checkers: 1 };
};

beforeAll(async () => {
  const maker = await testCtx(db, { role: 'maker' });
  const checker = await testCtx(db, { role: 'checker' });
  makerId = maker.actor.id;
  connectionId = await testConnection(maker, { name: 'Shop', mode: 'test' });
  ids = Array.from({ length: ROWS }, () => randomUUID());
  await insertPayouts(db, ROWS, { makerId, connectionId }, (index) => ({
    id: ids[index]!,
    amountMinor: BigInt(500_00 + index),
    values: { note: `n${index}` },
    state: index === 0 ? 'awaiting_approval' : 'pending',
    accountSealed: before.seal(account(index), `payout:${ids[index]}`),
    accountIndex: before.blindIndex(account(index)),
    contentDigest: before.contentDigest(contentOf(index, { note: `n${index}` })),
    ...(index === 0 && { requiredCheckers: 1, demandMac: macOf(before, 'demand', demandOf(before)) }),
  }));
  approvalId = randomUUID();
  const contentDigest = before.contentDigest(contentOf(0, { note: 'n0' }));
  const given = { payoutId: ids[0]!, personId: checker.actor.id, contentDigest, proof: 'session' as const };
  const mac = macOf(before, 'approval', { ...given, id: approvalId, required: 1 });
  await db.insert(approval).values({ ...given, id: approvalId, mac, approvedAt: new Date() });
  await keepPassword(db, before, { id: randomUUID(), userId: makerId, password: 'a hash' });
  const at = new Date();
  for (let from = 0; from < ROWS; from += 500) {
    const part = ids.slice(from, from + 500);
    const seal = (row: string) => before.seal(`about ${row}`, row);
    await db.insert(attempt).values(
      part.map((id) => ({
        payoutId: id,
        epoch: 1,
        worker: 1,
        claimedAt: at,
        requestSealed: seal(`attempt:${id}:1`),
        responseSealed: seal(`attempt-answer:${id}:1`),
      })),
    );
    await db.insert(statusQuery).values(
      part.map((id) => ({
        payoutId: id,
        by: 'uid' as const,
        at,
        result: 'found' as const,
        responseSealed: seal(`query:${id}:${at.toISOString()}`),
      })),
    );
    await db.insert(notification).values(
      part.map((id) => ({
        id,
        connectionId,
        bodyDigest: randomBytes(32),
        bodySealed: seal(`notification:${id}`),
        receivedAt: at,
      })),
    );
  }
  const id = randomUUID();
  const secretSealed = before.seal('secret', `totp:${id}`);
  await db.insert(totp).values({ id, personId: makerId, secretSealed, createdAt: at });
});

describe('a new application key', { timeout: 90_000 }, () => {
  it('knows every sealed column and every digest there is', () => {
    const tables = [approvals, audits, batches, connections, factors, keys, people, recipients, main].flatMap(
      (schema) => Object.values(schema).filter((one): one is PgTable => is(one, PgTable)),
    );
    const bytes = [...new Set(tables)].flatMap((table) =>
      Object.values(getTableColumns(table))
        .filter((column) => column.getSQLType() === 'bytea')
        .map((column) => `${getTableConfig(table).name}.${column.name}`),
    );
    const sealed = SEALED.flatMap(({ table, columns }) => Object.keys(columns).map((name) => `${table}.${name}`));
    const digests = [
      'payout.account_index',
      'payout.content_digest',
      'recipient.account_index',
      'recipient_account.account_index',
      'approval.content_digest',
      'connection.basic_digest',
    ];
    const macs = ['approval.mac', 'credential.mac', 'payout.demand_mac', 'policy.mac', 'standing.mac'];
    const byTheWorker = ['connection.secret_sealed'];
    // Codes, tries and challenges: short-lived or made anew; hashes and signatures: made without the key.
    const others = bytes.filter(
      (name) =>
        !/^(audit|audit_seal|audit_head|challenge|step_up_proof|passkey|recovery_code|try_count|invitation|retired_key|batch|batch_draft)\./.test(
          name,
        ),
    );
    expect(others.filter((name) => name !== 'notification.body_digest').sort()).toEqual(
      [...sealed, ...digests, ...macs, ...byTheWorker].sort(),
    );
  });

  it('survives being killed half way, reads with both keys meanwhile, and ends with nothing left', async () => {
    expect(await countEarlier(db, both)).toBe(4 * ROWS + 1);
    await killAt(/^attempt: 1000 of 2000$/m);
    const left = await countEarlier(db, both);
    expect(left).toBeLessThan(4 * ROWS + 1);
    expect(left).toBeGreaterThan(ROWS);
    const rows = await db.select({ id: payout.id, sealed: payout.accountSealed }).from(payout);
    for (const { id, sealed } of rows) expect(both.open(sealed, `payout:${id}`)).toBe(account(ids.indexOf(id)));

    const seen: string[] = [];
    expect(
      await rekey(db, both, { ...options, progress: (table, done, of) => seen.push(`${table} ${done}/${of}`) }),
    ).toEqual({
      unopened: 0,
    });
    expect(seen).toContain(`notification ${ROWS}/${ROWS}`);
    expect(await countEarlier(db, both)).toBe(0);
  });

  it('leaves everything readable and found by the new key alone', async () => {
    for (const row of await db.select().from(payout)) {
      const index = ids.indexOf(row.id);
      expect(after.open(row.accountSealed, `payout:${row.id}`)).toBe(account(index));
      expect(sameDigest(row.accountIndex, after.blindIndex(account(index)))).toBe(true);
      expect(isDigestOf(after, 'contentDigest', contentOf(index, row.values), row.contentDigest)).toBe(true);
    }
    for (const row of await db.select().from(attempt)) {
      expect(after.open(row.requestSealed!, `attempt:${row.payoutId}:1`)).toContain(row.payoutId);
      expect(after.open(row.responseSealed!, `attempt-answer:${row.payoutId}:1`)).toContain(row.payoutId);
    }
    for (const row of await db.select().from(statusQuery)) {
      const boundTo = `query:${row.payoutId}:${row.at.toISOString()}`;
      expect(after.open(row.responseSealed!, boundTo)).toContain(row.payoutId);
    }
    for (const row of await db.select().from(notification)) {
      expect(after.open(row.bodySealed, `notification:${row.id}`)).toContain(row.id);
    }
    const [factor] = await db.select().from(totp);
    expect(after.open(factor!.secretSealed, `totp:${factor!.id}`)).toBe('secret');
    const [shop] = await db.select().from(connection);
    expect(isDigestOf(after, 'basicDigest', '1001:a secret', shop!.basicDigest)).toBe(true);
  });

  it('takes approvals along, so that they still count', async () => {
    const { rows } = await db.execute<{ given: number }>(sql`select approvals_of(${ids[0]}) as given`);
    expect(rows[0]?.given).toBe(1);
    const [row] = await db.select().from(approval).where(eq(approval.id, approvalId));
    expect(isDigestOf(after, 'contentDigest', contentOf(0, { note: 'n0' }), row!.contentDigest)).toBe(true);
    expect(await areApproved(db, after, [ids[0]!])).toEqual(['yes']);
    expect(await areApproved(db, before, [ids[0]!])).toEqual(['not_asked']);
  });

  it('takes rights and passwords along, and adds no version where it is done already', async () => {
    const [maker] = await db.select().from(people.person).where(eq(people.person.id, makerId));
    expect(isAsWritten(maker!, (await keyedStandings(db, after, [makerId])).get(makerId))).toBe(true);
    expect(await db.$count(people.standing, eq(people.standing.personId, makerId))).toBe(2);
    const [row] = await db.select().from(people.credential);
    expect(isMacOf(after, 'password', row!, row!.mac)).toBe(true);
  });

  it('lets no process go on sealing with the earlier one', async () => {
    const late = insertPayouts(db, 1, { makerId, connectionId }, () => ({
      accountSealed: before.seal('600000000001', 'payout:late'),
    }));
    await expect(late).rejects.toThrow(/retired/);
    const id = ids[7]!;
    const answer = db
      .update(attempt)
      .set({ responseSealed: before.seal('x', 'y') })
      .where(eq(attempt.payoutId, id));
    await expect(answer).rejects.toThrow(/retired/);
    await db.update(attempt).set({ error: 'words' }).where(eq(attempt.payoutId, id));
  });

  it('is nothing the application itself could give: content and approvals stay as they are for its role', async () => {
    const change = app.db.transaction(async (tx) => {
      await tx.execute(sql`set local paydesk.rekeying = 'on'`);
      await tx
        .update(payout)
        .set({ contentDigest: randomBytes(32) })
        .where(eq(payout.id, ids[1]!));
    });
    await expect(change).rejects.toThrow(/cannot change/);
    const forge = app.db.transaction(async (tx) => {
      await tx.execute(sql`set local paydesk.rekeying = 'on'`);
      await tx
        .update(approval)
        .set({ contentDigest: randomBytes(32) })
        .where(eq(approval.id, approvalId));
    });
    await expect(forge).rejects.toThrow(/only be withdrawn/);
    await expect(app.db.delete(keys.retiredKey)).rejects.toThrow(/permission/);
    const byOwner = db
      .update(payout)
      .set({ contentDigest: randomBytes(32) })
      .where(eq(payout.id, ids[1]!));
    await expect(byOwner).rejects.toThrow(/cannot change/);
  });

  it('tells what no known key opens, instead of losing it', async () => {
    const stranger = createVault(randomBytes(32).toString('base64'));
    const id = randomUUID();
    await insertPayouts(db, 1, { makerId, connectionId }, () => ({
      id,
      accountSealed: stranger.seal('600000000001', `payout:${id}`),
    }));
    expect(await rekey(db, both, options)).toEqual({ unopened: 1 });
    expect(await countEarlier(db, both)).toBe(1);
  });
});

describe('a new pair of keys for the worker', () => {
  it('opens with the new private half what was sealed to the earlier public one', async () => {
    const made = await makeWorkerKeys();
    const known = `${made.privateKey},${privateKey}`;
    expect(await openAsWorker(known, (await shop()).secretSealed, `connection:${connectionId}`)).toBe('a secret');
    expect(await rekeySecrets(db, made.publicKey, known)).toBe(1);
    const { secretSealed } = await shop();
    expect(await openAsWorker(made.privateKey, secretSealed, `connection:${connectionId}`)).toBe('a secret');
    await expect(openAsWorker(privateKey, secretSealed, `connection:${connectionId}`)).rejects.toThrow();
    await expect(rekeySecrets(db, publicKey, privateKey)).rejects.toThrow();
  });
});

/** Runs the command that people run, and kills it as soon as it says something. */
async function killAt(word: RegExp): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-rekey-'));
  const child = spawn(process.execPath, ['lib/launch/rotate-keys.ts'], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...inheritedEnv(),
      DATA_DIR: dataDir,
      DATABASE_URL: url,
      APP_KEY: `${newKey},${TEST_APP_KEY}`,
      WORKER_PUBLIC_KEY: publicKey,
      WORKER_PRIVATE_KEY: privateKey,
    },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (word.test(said)) child.kill('SIGKILL');
  });
  const signal = await new Promise((done) => child.once('exit', (_, by) => done(by)));
  rmSync(dataDir, { recursive: true });
  expect(signal, said).toBe('SIGKILL');
}

async function shop() {
  const [row] = await db.select().from(connection).where(eq(connection.id, connectionId));
  return row!;
}
