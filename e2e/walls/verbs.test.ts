import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, it, test } from 'vitest';
import { passkey } from '#lib/db/factor-schema.ts';
import { session } from '#lib/db/people-schema.ts';
import { audit } from '#lib/db/schema.ts';
import { addConnection, ctxOf, testVault } from '#lib/db/testing/fixtures.ts';
import { insertPayouts } from '#lib/db/testing/payout-fixtures.ts';
import { testDb } from '#lib/db/testing/test-db.ts';
import { ACCESS, ROLES, type Role } from '#lib/domain/access.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Ctx, Verb } from '#lib/server/usecase.ts';
import { mayBe, WHO_MAY } from './access-table.ts';

type AnyVerb = Verb<unknown, unknown>;

const LIB = resolve(import.meta.dirname, '../../lib');
const BUILT = /^export const (\w+) = (?:reads|changes)\(/gm;

const { db } = await testDb();
const vault = testVault();
const verbs = await findVerbs();
const people = new Map<Role, Ctx>();
for (const role of ROLES) people.set(role, await withSession(await ctxOf(db, vault, role)));

/** Every verb there is, found in the sources and not in a list. */
async function findVerbs(): Promise<Map<string, AnyVerb>> {
  const found = new Map<string, AnyVerb>();
  for (const entry of readdirSync(LIB, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !entry.name.endsWith('.ts') || /\.test\.|\/testing\/|\/server\/usecase/.test(file)) continue;
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(BUILT)) {
      const verb = ((await import(file)) as Record<string, AnyVerb>)[name]!;
      expect(found.has(verb.verbName), `two verbs are called ${verb.verbName}`).toBe(false);
      found.set(verb.verbName, verb);
    }
  }
  return found;
}

async function withSession(ctx: Ctx): Promise<Ctx> {
  const id = randomUUID();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db.insert(session).values({ id, token: randomUUID(), userId: ctx.actor.id, expiresAt });
  return { ...ctx, session: { id, stage: 'full' } };
}

/** What became of a call: the Problem's code, `done`, or `broken` for anything that is no Problem. */
async function outcome(verb: AnyVerb, ctx: Ctx, input: unknown): Promise<string> {
  try {
    await verb(ctx, input);
    return 'done';
  } catch (error) {
    return error instanceof Problem ? `${error.code} ${error.message}` : 'broken';
  }
}

const byRole = /^forbidden Your role/;
/** What anybody could send: nothing, the wrong kind, and names of things that may exist. */
const INPUTS = [undefined, null, 7, 'x', [], {}, { id: randomUUID() }, { filter: '' }, { ids: [randomUUID()] }];

describe('every verb there is', () => {
  it('was found, stands in the table of roles, and in the one written by hand', () => {
    expect(verbs.size).toBeGreaterThan(40);
    expect([...verbs.keys()].sort()).toEqual(Object.keys(WHO_MAY).sort());
    expect(Object.keys(ACCESS).sort()).toEqual(Object.keys(WHO_MAY).sort());
  });

  test.each(ROLES)('answers %s as the table by hand says, whatever is sent', async (role) => {
    const ctx = people.get(role)!;
    for (const [name, verb] of verbs) {
      if (mayBe(role, name)) expect(await outcome(verb, ctx, undefined), name).not.toMatch(byRole);
      else for (const input of INPUTS) expect(await outcome(verb, ctx, input), name).toMatch(byRole);
    }
  });

  test.each([undefined, null, '', 'nobody', 'Admin', 'root', 'constructor', '__proto__'])(
    'refuses somebody of the role %j',
    async (role) => {
      const ctx = people.get('admin')!;
      const nobody = { ...ctx, actor: { ...ctx.actor, role: role as Role } };
      for (const [name, verb] of verbs) {
        for (const input of INPUTS) expect(await outcome(verb, nobody, input), name).toMatch(byRole);
      }
    },
  );

  test.each(['prove', 'enrol'] as const)(
    'is closed to a session that still has to %s, but for giving factors',
    async (stage) => {
      for (const role of ROLES) {
        const ctx = people.get(role)!;
        const half = { ...ctx, session: { ...ctx.session!, stage } };
        const open: string[] = [];
        for (const [name, verb] of verbs) {
          const answer = await outcome(verb, half, undefined);
          if (!answer.startsWith('unauthenticated') && !byRole.test(answer)) open.push(name);
        }
        expect(open.filter((name) => !/passkey|totp|recovery/.test(name))).toEqual([]);
      }
    },
  );
});

describe('what belongs to somebody', () => {
  it('is theirs alone: sessions and passkeys', async () => {
    const [owner, other] = [people.get('maker')!, people.get('checker')!];
    const id = randomUUID();
    const values = { name: 'Key', publicKey: randomBytes(8), counter: 0, isBackedUp: false, createdAt: new Date() };
    await db.insert(passkey).values({ ...values, id, personId: owner.actor.id });
    for (const [name, input] of [
      ['end-session', { id: owner.session!.id }],
      ['rename-passkey', { id, name: 'Mine now' }],
      ['remove-passkey', { id }],
    ] as const) {
      expect(await outcome(verbs.get(name)!, other, input), name).toMatch(/^(not_found|step_up_needed|conflict)/);
    }
    expect(await db.$count(session, eq(session.id, owner.session!.id))).toBe(1);
    const [row] = await db.select().from(passkey).where(eq(passkey.id, id));
    expect(row).toMatchObject({ name: 'Key', removedAt: null });
  });

  it('is not one’s own to change: account, role, factors and proposals of an admin', async () => {
    const admin = people.get('admin')!;
    const { id } = admin.actor;
    expect(await outcome(verbs.get('change-person')!, admin, { id, role: 'checker' })).toMatch(/^(forbidden|conflict)/);
    expect(await outcome(verbs.get('reset-factors')!, admin, { id })).toMatch(/^forbidden/);
  });

  it('is the maker’s: another maker neither submits nor approves it', async () => {
    const [maker, other] = [await ctxOf(db, vault, 'maker'), await ctxOf(db, vault, 'maker')];
    const connectionId = await addConnection(db, vault);
    const [row] = await insertPayouts(db, 1, { makerId: maker.actor.id, connectionId }, () => ({ state: 'created' }));
    expect(await outcome(verbs.get('submit-payout')!, other, { id: row!.id })).toMatch(/^forbidden/);
    const turned = { ...maker, actor: { ...maker.actor, role: 'checker' as const } };
    const contentDigest = row!.contentDigest.toString('hex');
    const approve = { id: row!.id, contentDigest, proof: { kind: 'session' } };
    expect(await outcome(verbs.get('approve-payout')!, turned, approve)).not.toBe('done');
  });
});

it('leaves a row for every refusal of a role, without what was sent', async () => {
  const ctx = await ctxOf(db, vault, 'viewer');
  await outcome(verbs.get('reveal-account')!, ctx, { id: randomUUID(), reason: '50100012345678' });
  const rows = await db.select().from(audit).where(eq(audit.actor, ctx.actor.id));
  expect(rows).toMatchObject([{ verb: 'reveal-account', refusal: 'forbidden' }]);
  expect(
    JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('50100012345678');
});
