import { randomUUID } from 'node:crypto';
import { eq, sql, type SQL } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { approvePayout } from '../approvals/approve-payout.ts';
import { consentToPolicy } from '../approvals/consent-to-policy.ts';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { readApprovals } from '../approvals/read-approvals.ts';
import { readPolicy } from '../approvals/read-policy.ts';
import { approvalStage, looked, ONE_CHECKER, TWO_CHECKERS } from '../approvals/testing/approval-stage.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { policy } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { alert, attempt, audit, type payout } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { FIRST_POLICY } from '../domain/policy.ts';
import { acceptInvitation } from '../people/accept-invitation.ts';
import { tokenDigest } from '../people/invitation-token.ts';
import { keepPassword } from '../people/keep-password.ts';
import { createAuth } from '../server/auth.ts';
import type { Console } from '../server/console.ts';
import { readHalfCtx } from '../server/session.ts';
import { signIn } from '../server/sign-in.ts';
import { standingOf } from '../server/standing.ts';
import { testCtx } from '../server/testing/test-ctx.ts';
import type { Ctx } from '../server/usecase.ts';
import type { Deps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { createPgStore } from './pg-store.ts';

type Row = typeof payout.$inferSelect;

const { db, owner } = await testDb({ max: 8 });
const PASSWORD = 'four brown horses';
let stage: Awaited<ReturnType<typeof approvalStage>>;
let vault: Ctx['vault'];
let parts: Console;

beforeAll(async () => {
  stage = await approvalStage(owner.db);
  const { maker } = stage.people;
  ({ vault } = maker);
  const { workerKey, publicUrl } = maker;
  parts = { db, vault, workerKey, publicUrl, auth: createAuth({ db, vault, publicUrl }) };
});

/** As somebody does who has the application's way into the database, and not its key. */
const run = (statement: SQL) => db.execute(statement);

const forge = (row: Row, personId: string, mac: Buffer | null = null, id: string = randomUUID()) =>
  run(sql`insert into approval (id, payout_id, person_id, content_digest, proof, approved_at, mac)
    values (${id}, ${row.id}, ${personId}, ${row.contentDigest}, 'passkey', now(), ${mac})`);
const queue = (row: Row) =>
  run(sql`update payout set state = 'queued', next_send_at = clock_timestamp() where id = ${row.id}`);
const demote = (ctx: Ctx, role: string) => run(sql`update person set role = ${role} where id = ${ctx.actor.id}`);

async function sendAll() {
  const store = createPgStore({ db, vault, worker: 1, jitter: () => 0 });
  const posts: string[] = [];
  const postPayout = (_: unknown, __: string, requestId: string) => {
    posts.push(requestId);
    return Promise.reject(new Error('sent'));
  };
  const deps = {
    ...{ store, vault, gateway: { postPayout }, elapsedMs: () => 0 },
    shopOf: () => Promise.resolve({ notificationUrl: 'http://localhost/n' }),
    log: { info: () => undefined, error: () => undefined },
  } as unknown as Deps;
  const claims = await store.claimSends(10);
  for (const claim of claims) await dispatch(deps, claim).catch(() => undefined);
  return { claimed: claims.map(({ payoutId }) => payoutId), posts };
}

async function waitsWithAlert(row: Row): Promise<void> {
  expect(await sendAll()).toEqual({ claimed: [row.id], posts: [] });
  expect(await stage.rowOf(row.id)).toMatchObject({ state: 'awaiting_approval', mayHaveLeft: false });
  expect(await db.select().from(attempt).where(eq(attempt.payoutId, row.id))).toMatchObject([
    { sentAt: null, outcome: 'not_sent' },
  ]);
  expect(await db.select().from(alert).where(eq(alert.payoutId, row.id))).toMatchObject([{ kind: 'tampered' }]);
  const told = await db.select().from(audit).where(eq(audit.payoutId, row.id)).orderBy(audit.id);
  expect(told.at(-1)).toMatchObject({ actor: 'worker', verb: 'approval_forged', toState: 'awaiting_approval' });
}

describe('approvals made in the database', () => {
  it('of real checkers are claimed, and found wrong before anything is sent', async () => {
    const row = await stage.submit(TWO_CHECKERS);
    await forge(row, stage.people.checker.actor.id);
    await forge(row, stage.people.checker2.actor.id);
    await queue(row);
    await waitsWithAlert(row);
  });

  it('beside a real one do not add to it', async () => {
    const row = await stage.submit(TWO_CHECKERS);
    await forge(row, stage.people.checker2.actor.id);
    expect(await approvePayout(stage.people.checker, looked(row))).toMatchObject({ given: 1, isQueued: false });
    await queue(row);
    await waitsWithAlert(row);
  });

  it('with the MAC of another payout, of another person or of one withdrawn do not count', async () => {
    const { checker, checker2 } = stage.people;
    const other = await stage.submit(ONE_CHECKER);
    await approvePayout(checker, looked(other));
    const [given] = (await run(sql`select mac from approval where payout_id = ${other.id}`)).rows;
    const mac = given?.mac as Buffer;
    for (const by of [checker, checker2]) {
      const row = await stage.submit(ONE_CHECKER);
      await forge(row, by.actor.id, mac);
      await queue(row);
      await run(sql`update payout set next_send_at = null where id = ${other.id}`);
      await waitsWithAlert(row);
    }
    const row = await stage.submit(ONE_CHECKER);
    await approvePayout(checker, looked(row));
    await withdrawApproval(checker, { id: row.id });
    const [gone] = (await run(sql`select id, mac from approval where payout_id = ${row.id}`)).rows;
    await expect(forge(row, checker.actor.id, gone?.mac as Buffer, String(gone?.id))).rejects.toThrow();
    await forge(row, checker.actor.id, gone?.mac as Buffer);
    await queue(row);
    await waitsWithAlert(row);
  });

  it('are shown as not counting, and their checker can take them away and give a real one', async () => {
    const { checker } = stage.people;
    const row = await stage.submit(ONE_CHECKER);
    await forge(row, checker.actor.id);
    expect(await readApprovals(checker, { id: row.id })).toMatchObject({ missing: 1, approvals: [{ counts: false }] });
    await withdrawApproval(checker, { id: row.id });
    expect(await approvePayout(checker, looked(row))).toMatchObject({ isQueued: true });
    const { requestId } = await stage.rowOf(row.id);
    expect(await sendAll()).toEqual({ claimed: [row.id], posts: [requestId] });
  });
});

describe('people made or changed in the database', () => {
  it('who were no checkers approve nothing, even through the console', async () => {
    const { viewer } = stage.people;
    const row = await stage.submit(ONE_CHECKER);
    await demote(viewer, 'checker');
    const asChecker = { ...viewer, actor: { ...viewer.actor, role: 'checker' as const } };
    expect(await approvePayout(asChecker, looked(row))).toMatchObject({ given: 0, isQueued: false });
    await queue(row);
    await waitsWithAlert(row);
    expect((await standingOf(parts, viewer.actor.id)).member).toBeNull();
    await demote(viewer, 'viewer');
    expect((await standingOf(parts, viewer.actor.id)).member).not.toBeNull();
  });

  it('who were checkers once stay what they are now', async () => {
    const was = await testCtx(owner.db, { role: 'checker', isDemo: true });
    const row = await stage.submit(ONE_CHECKER);
    await approvePayout(was, looked(row));
    const { changePerson } = await import('../people/change-person.ts');
    await changePerson(stage.people.admin, { id: was.actor.id, role: 'viewer' });
    await demote(was, 'checker');
    const old = sql`insert into standing select person_id, version + 2, role, is_demo, is_disabled, at, mac
      from standing where person_id = ${was.actor.id} and role = 'checker'`;
    await run(old);
    await queue(row);
    await waitsWithAlert(row);
    expect((await standingOf(parts, was.actor.id)).member).toBeNull();
    await expect(run(sql`delete from standing where role = 'viewer'`)).rejects.toThrow(/permission denied/);
    await expect(run(sql`update standing set role = 'checker'`)).rejects.toThrow(/permission denied/);
  });

  it('are nobody: an inserted admin, an inserted invitation, a password or session of somebody else', async () => {
    const id = randomUUID();
    await run(sql`insert into person (id, name, email, role) values (${id}, 'New', 'new@example.test', 'admin')`);
    expect((await standingOf(parts, id)).refusal).toMatch(/outside the console/);

    const token = 'a'.repeat(43);
    await run(sql`insert into invitation (id, email, name, role, token_digest, invited_by, expires_at)
      values (${randomUUID()}, 'in@example.test', 'In', 'checker', ${tokenDigest(token)}, ${stage.people.admin.actor.id}, now() + interval '1 day')`);
    await expect(acceptInvitation({ ...stage.people.admin, db }, { token, password: PASSWORD })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await db.$count(person, eq(person.email, 'in@example.test'))).toBe(0);
  });

  it('sign in as nobody else, with a password that was copied over', async () => {
    const [thief, checker] = [await withPassword('viewer'), await withPassword('checker')];
    await run(sql`update credential set password = (select password from credential where person_id = ${thief.id}),
      mac = (select mac from credential where person_id = ${thief.id}) where person_id = ${checker.id}`);
    const asChecker = signIn(parts, new Headers(), { email: checker.email, password: PASSWORD });
    await expect(asChecker).rejects.toMatchObject({ code: 'forbidden', message: /not set here/ });
  });

  it('are nobody else with a session that was given to them', async () => {
    const [thief, checker] = [await withPassword('viewer'), await withPassword('checker')];
    const body = { email: thief.email, password: PASSWORD };
    const response = await parts.auth.api.signInEmail({ body, asResponse: true });
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
    const request = new Headers({ cookie: cookie.join('; ') });
    expect((await readHalfCtx(parts, request)).actor.id).toBe(thief.id);
    await run(sql`update session set person_id = ${checker.id} where person_id = ${thief.id}`);
    await expect(readHalfCtx(parts, request)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

async function withPassword(role: Ctx['actor']['role']): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.test`;
  const { actor } = await testCtx(owner.db, { role, isDemo: true, email });
  await keepPassword(owner.db, vault, { id: randomUUID(), userId: actor.id, password: await hashPassword(PASSWORD) });
  return { id: actor.id, email };
}

const LAX = {
  ...FIRST_POLICY,
  bands: [{ upToMinor: null, checkers: 0 }],
  passkeyAboveMinor: '999999999',
  exceptions: [],
};
const laxRules = JSON.stringify(LAX, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

describe('a policy made in the database', () => {
  const propose = async () => {
    const { rows } = await run(sql`insert into policy (rules, proposed_by, proposed_at)
      values (${laxRules}, ${stage.people.admin.actor.id}, now()) returning version`);
    return Number(rows[0]?.version);
  };

  it('is no proposal that an admin could consent to', async () => {
    const version = await propose();
    const consent = consentToPolicy(stage.people.admin2, { version });
    await expect(consent).rejects.toMatchObject({ code: 'conflict', message: /No admin of this console/ });
    await run(sql`update policy set withdrawn_at = now() where version = ${version}`);
  });

  it('decides nothing, with the names of two admins in it', async () => {
    const version = await propose();
    await run(sql`update policy set consented_by = ${stage.people.admin2.actor.id}, in_force_at = now()
      where version = ${version}`);
    expect(await db.select().from(policy).where(eq(policy.version, version))).toMatchObject([{ mac: null }]);
    expect(await policyInForce({ db, vault })).toMatchObject({ version: 1, bands: FIRST_POLICY.bands });
    const { history } = await readPolicy(stage.people.viewer, {});
    expect(history.find((one) => one.version === version)).toMatchObject({ isAgreed: false });
    const row = await stage.submit(TWO_CHECKERS);
    expect(row).toMatchObject({ state: 'awaiting_approval', requiredCheckers: 2 });
    await expect(queue(row)).rejects.toThrow(/not approved/);
  });
});

describe('a payout made in the database', () => {
  it('as a copy of one that was asked for is never sent', async () => {
    const small = await stage.submit(100_00n);
    expect(small.state).toBe('queued');
    const id = randomUUID();
    await run(sql`insert into payout (id, connection_id, option, state, amount_minor, description, test, values, account_sealed,
        account_last4, account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, demand_mac, maker_id, next_send_at)
      select ${id}, connection_id, option, 'queued', amount_minor, description, test, values, account_sealed, account_last4,
        account_index, beneficiary, ifsc, ${`copy-${id}`}, ${randomUUID()}, content_digest, demand_mac, maker_id, clock_timestamp()
      from payout where id = ${small.id}`);
    const sent = await sendAll();
    expect([...sent.claimed].sort()).toEqual([small.id, id].sort());
    expect(sent.posts).toEqual([small.requestId]);
    expect(await stage.rowOf(id)).toMatchObject({ state: 'failed' });
  });

  it('that says it needs fewer checkers than the console asked for is never sent', async () => {
    const row = await stage.submit(TWO_CHECKERS);
    const small = await stage.submit(100_00n);
    await run(
      sql`update payout set demand_mac = (select demand_mac from payout where id = ${small.id}) where id = ${row.id}`,
    );
    for (const by of [stage.people.checker, stage.people.checker2]) await approvePayout(by, looked(row));
    await run(sql`update payout set next_send_at = null where id = ${small.id}`);
    expect(await sendAll()).toEqual({ claimed: [row.id], posts: [] });
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'failed' });
  });
});
