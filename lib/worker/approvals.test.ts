import { eq, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approvePayout } from '../approvals/approve-payout.ts';
import { approvalStage, looked, ONE_CHECKER, TWO_CHECKERS } from '../approvals/testing/approval-stage.ts';
import { approval } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { alert, attempt, audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import type { Deps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { createPgStore } from './pg-store.ts';
import { returnOverdue } from './return-overdue.ts';

const { db } = await testDb({ max: 5 });
let stage: Awaited<ReturnType<typeof approvalStage>>;

beforeAll(async () => {
  stage = await approvalStage(db);
});
beforeEach(async () => {
  await db.execute(sql`update payout set next_send_at = null where state = 'queued'`);
});

const dueIn = (id: string, span: string) =>
  db.execute(sql`update payout set approval_due_at = clock_timestamp() + ${span}::interval where id = ${id}`);

describe('looking after approvals', () => {
  it('gives back what nobody answered in time, with its approvals ended, and leaves the rest', async () => {
    const { checker } = stage.people;
    const [late, inTime] = [await stage.submit(TWO_CHECKERS), await stage.submit(TWO_CHECKERS)];
    await approvePayout(checker, looked(late));
    await dueIn(inTime.id, '1 day');
    await dueIn(late.id, '-1 second');
    expect(await returnOverdue(db, stage.people.maker.vault)).toBe(1);
    expect(await stage.rowOf(late.id)).toMatchObject({
      state: 'created',
      reviewNote: 'Nobody answered within 7 days.',
    });
    expect(await stage.rowOf(inTime.id)).toMatchObject({ state: 'awaiting_approval' });
    const [given] = await db.select().from(approval).where(eq(approval.payoutId, late.id));
    expect(given?.withdrawnAt).not.toBeNull();
    const told = await db.select().from(audit).where(eq(audit.payoutId, late.id)).orderBy(audit.id);
    expect(told.at(-1)).toMatchObject({ actor: 'worker', verb: 'sent_back', toState: 'created' });
    expect(await returnOverdue(db, stage.people.maker.vault)).toBe(0);
  });

  it('takes back what is queued by approvals that do not count any more', async () => {
    const { checker } = stage.people;
    const row = await stage.submit(ONE_CHECKER);
    await approvePayout(checker, looked(row));
    await dueIn(row.id, '1 day');
    await db.update(person).set({ role: 'viewer' }).where(eq(person.id, checker.actor.id));
    expect(await returnOverdue(db, stage.people.maker.vault)).toBe(1);
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'awaiting_approval' });
    await db.update(person).set({ role: 'checker' }).where(eq(person.id, checker.actor.id));
  });
});

describe('content changed behind the console', () => {
  const changes: Record<string, string> = {
    'another text': `values = jsonb_set(values, '{description}', '"something else"')`,
    'another kind': 'test = not test',
    'a value more': `values = values || '{"more": "1"}'`,
    'no values': "values = '{}'",
  };

  it.each(Object.entries(changes))('%s: nothing is sent, and an alert says so', async (_, change) => {
    const { checker, maker } = stage.people;
    const row = await stage.submit(ONE_CHECKER);
    await approvePayout(checker, looked(row));
    await db.execute(sql`update payout set ${sql.raw(change)} where id = ${row.id}`);
    expect(await sendAll(maker.vault)).toEqual({ claimed: [row.id], posts: 0 });
    const [tried] = await db.select().from(attempt).where(eq(attempt.payoutId, row.id));
    expect(tried).toMatchObject({ sentAt: null, outcome: 'not_sent' });
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'failed' });
    expect(await db.select().from(alert).where(eq(alert.payoutId, row.id))).toMatchObject([{ kind: 'tampered' }]);
  });

  it('the sealed account of another payout: nothing is sent, and an alert says so', async () => {
    const { checker, maker } = stage.people;
    const [row, other] = [await stage.submit(ONE_CHECKER), await stage.submit(ONE_CHECKER)];
    await approvePayout(checker, looked(row));
    await db.execute(sql`update payout set account_sealed = ${other.accountSealed} where id = ${row.id}`);
    expect(await sendAll(maker.vault)).toEqual({ claimed: [row.id], posts: 0 });
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'failed' });
    expect(await db.select().from(alert).where(eq(alert.payoutId, row.id))).toMatchObject([{ kind: 'tampered' }]);
    const [tried] = await db.select().from(attempt).where(eq(attempt.payoutId, row.id));
    expect(tried?.sentAt).toBeNull();
  });
});

async function sendAll(vault: Deps['vault'] & Parameters<typeof createPgStore>[0]['vault']) {
  const store = createPgStore({ db, vault, worker: 1, jitter: () => 0 });
  let posts = 0;
  const postPayout = () => {
    posts += 1;
    return Promise.reject(new Error('sent'));
  };
  const deps = {
    ...{ store, vault, gateway: { postPayout }, elapsedMs: () => 0 },
    shopOf: () => Promise.resolve({ notificationUrl: 'http://localhost/n' }),
    log: { info: () => undefined, error: () => undefined },
  } as unknown as Deps;
  const claims = await store.claimSends(10);
  for (const claim of claims) await dispatch(deps, claim);
  return { claimed: claims.map(({ payoutId }) => payoutId), posts };
}
