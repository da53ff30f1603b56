import { randomUUID } from 'node:crypto';
import { eq, sql, type SQL } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { approval } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { attempt, type payout } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { STATES, type State } from '../domain/payout.ts';
import { FIRST_POLICY } from '../domain/policy.ts';
import { changePerson } from '../people/change-person.ts';
import type { Ctx } from '../server/usecase.ts';
import { claimSends } from '../worker/claim-sends.ts';
import { approveMany } from './approve-many.ts';
import { approvePayout } from './approve-payout.ts';
import { consentToPolicy } from './consent-to-policy.ts';
import { proposePolicy } from './propose-policy.ts';
import { approvalStage, looked, ONE_CHECKER, TWO_CHECKERS } from './testing/approval-stage.ts';
import { withdrawApproval } from './withdraw-approval.ts';

type Row = typeof payout.$inferSelect;
type Stage = Awaited<ReturnType<typeof approvalStage>>;
type Way = [name: string, run: (row: Row, stage: Stage) => Promise<unknown>];

const app = await testDb();
const { owner } = app;
const { db } = app;
let stage: Stage;

beforeAll(async () => {
  stage = await approvalStage(owner.db);
});

const by = (ctx: Ctx): Ctx => ({ ...ctx, db });
const approve = (ctx: Ctx, row: Row) => approvePayout(by(ctx), looked(row));
const run = (statement: SQL) => db.execute(statement);
/** Steps of an attack go on after one was refused, as an attacker would. */
const tryAll = async (...steps: (() => Promise<unknown>)[]) => {
  for (const step of steps) await step().catch(() => undefined);
};
const toState = (row: Row, state: State) =>
  run(
    sql`update payout set state = ${state}, next_send_at = clock_timestamp(), uid = coalesce(uid, 'u' || id::text) where id = ${row.id}`,
  );
const insertApproval = (row: Row, personId: string, digest: Buffer = row.contentDigest) =>
  run(sql`insert into approval (id, payout_id, person_id, content_digest, proof, approved_at)
    values (${randomUUID()}, ${row.id}, ${personId}, ${digest}, 'session', now())`);
const insertPayout = (row: Row, state: State, required: number, id: string) =>
  run(sql`insert into payout (id, connection_id, option, state, amount_minor, description, test, values, account_sealed,
      account_last4, account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, required_checkers, maker_id, next_send_at, uid)
    select ${id}, connection_id, option, ${state}, amount_minor, description, test, values, account_sealed, account_last4,
      account_index, beneficiary, ifsc, ${`i-${id}`}, ${randomUUID()}, content_digest, ${required}, maker_id, clock_timestamp(), ${`u-${id}`}
    from payout where id = ${row.id}`);
const asRole = async (row: Ctx, role: Ctx['actor']['role'], during: (ctx: Ctx) => Promise<unknown>) => {
  const { admin } = stage.people;
  await changePerson(by(admin), { id: row.actor.id, role });
  try {
    await during({ ...row, actor: { ...row.actor, role } });
  } finally {
    await changePerson(by(admin), { id: row.actor.id, role: row.actor.role });
  }
};

const otherStates = STATES.filter((state) => state !== 'awaiting_approval');

const MOVES: Way[] = otherStates.flatMap((first): Way[] => [
  [`move to ${first}`, (row) => tryAll(() => toState(row, first))],
  ...STATES.filter((second) => second !== first).map((second): Way => [
    `move to ${first}, then to ${second}`,
    (row) =>
      tryAll(
        () => toState(row, first),
        () => toState(row, second),
        () => toState(row, 'queued'),
      ),
  ]),
]);

const INSERTS: Way[] = STATES.flatMap((state) =>
  [0, 1, -5].map((required): Way => [
    `insert a copy as ${state} that says it needs ${required}`,
    (row) => {
      const id = randomUUID();
      return tryAll(
        () => insertPayout(row, state, required, id),
        () => toState({ ...row, id }, 'queued'),
        () => toState({ ...row, id }, 'sending'),
      );
    },
  ]),
);

const COLUMNS: Way[] = [
  'required_checkers = 0',
  'required_checkers = -1',
  'amount_minor = 1',
  'option = option || option',
  'connection_id = gen_random_uuid()',
  "content_digest = '\\x00'",
  "maker_id = 'nobody'",
  "state = 'queued', required_checkers = 0, next_send_at = now()",
  "state = 'sending', required_checkers = 0, lease_until = now() + interval '1 hour'",
].map((change) => [
  `update payout set ${change}`,
  (row) => run(sql`update payout set ${sql.raw(change)} where id = ${row.id}`),
]);

const DEFINITIONS: Way[] = [
  'alter table payout disable trigger all',
  'alter table approval disable trigger all',
  'set session_replication_role = replica',
  'drop trigger payout_needs_eyes on payout',
  'drop function payout_needs_eyes() cascade',
  "create or replace function approvals_of(one uuid) returns integer language sql as 'select 9'",
  "create or replace function policy_checkers(amount bigint, with_option text, through uuid, to_account bytea, is_batch boolean) returns integer language sql as 'select 0'",
  "create function pg_temp.approvals_of(one uuid) returns integer language sql as 'select 9'",
  'create temporary table approval (payout_id uuid, person_id text)',
  "insert into payout_move values ('awaiting_approval', 'sending')",
  'truncate approval cascade',
  'delete from policy',
  'update policy set rules = jsonb_set(rules, \'{bands}\', \'[{"upToMinor": null, "checkers": 0}]\')',
  'update policy set in_force_at = null',
  'insert into policy (rules, proposed_at, in_force_at) values (\'{"bands": [{"upToMinor": null, "checkers": 0}], "exceptions": []}\', now(), now())',
].map((statement) => [
  statement,
  (row) =>
    tryAll(
      () => run(sql.raw(statement)),
      () => toState(row, 'queued'),
      () => toState(row, 'sending'),
    ),
]);

const PEOPLE: Way[] = [
  ...(['maker', 'admin', 'viewer', 'auditor'] as const).flatMap((role): Way[] => [
    [`${role} approves`, (row, { people }) => approve(people[role], row)],
    [`${role} approves in bulk`, (row, { people }) => bulk(people[role], [row])],
    [
      `${role} says to be a checker`,
      (row, { people }) => {
        const ctx = people[role];
        return approve({ ...ctx, actor: { ...ctx.actor, role: 'checker' } }, row);
      },
    ],
    [`${role} in SQL`, (row, { people }) => insertApproval(row, people[role].actor.id)],
  ]),
  ['the maker becomes a checker', (row, { people }) => asRole(people.maker, 'checker', (ctx) => approve(ctx, row))],
  [
    'the maker becomes a checker, in SQL',
    (row, { people }) => asRole(people.maker, 'checker', () => insertApproval(row, people.maker.actor.id)),
  ],
  ['the maker becomes an admin', (row, { people }) => asRole(people.maker, 'admin', (ctx) => approve(ctx, row))],
  [
    'the maker is set to be somebody else',
    (row, { people }) =>
      tryAll(
        () => run(sql`update payout set maker_id = ${people.viewer.actor.id} where id = ${row.id}`),
        () => asRole(people.maker, 'checker', (ctx) => approve(ctx, row)),
      ),
  ],
  [
    'an admin is a checker for a moment',
    (row, { people }) => asRole(people.admin2, 'checker', (ctx) => approve(ctx, row)),
  ],
  [
    'a viewer is a checker for a moment, in SQL',
    (row, { people }) =>
      tryAll(
        () => asRole(people.viewer, 'checker', () => insertApproval(row, people.viewer.actor.id)),
        () => toState(row, 'queued'),
      ),
  ],
  [
    'a checker who is switched off afterwards',
    async (row, { people }) => {
      await approve(people.checker, row).catch(() => undefined);
      await run(sql`update person set disabled_at = now() where id = ${people.checker.actor.id}`);
      await claimNothing(row);
      await withdrawApproval(by(people.checker), { id: row.id });
      await run(sql`update person set disabled_at = null where id = ${people.checker.actor.id}`);
    },
  ],
  [
    'a checker who is switched off before',
    async (row, { people }) => {
      await run(sql`update person set disabled_at = now() where id = ${people.checker.actor.id}`);
      await tryAll(
        () => approve(people.checker, row),
        () => insertApproval(row, people.checker.actor.id),
      );
      await run(sql`update person set disabled_at = null where id = ${people.checker.actor.id}`);
    },
  ],
  [
    'approval of other content',
    (row, { people }) => approvePayout(by(people.checker), { ...looked(row), contentDigest: 'ab'.repeat(32) }),
  ],
  [
    'approval of other content, in SQL',
    (row, { people }) => insertApproval(row, people.checker.actor.id, Buffer.alloc(32, 1)),
  ],
  [
    'an approval moved over from another payout',
    async (row, { people, submit }) => {
      const other = await submit(TWO_CHECKERS);
      await approve(people.checker, other);
      await tryAll(
        () =>
          run(
            sql`update approval set payout_id = ${row.id}, content_digest = ${row.contentDigest} where payout_id = ${other.id}`,
          ),
        () => toState(row, 'queued'),
      );
    },
  ],
  [
    'a withdrawn approval used again',
    async (row, { people }) => {
      await approve(people.checker, row);
      await withdrawApproval(by(people.checker), { id: row.id });
      await tryAll(
        () => run(sql`update approval set withdrawn_at = null where payout_id = ${row.id}`),
        () => run(sql`delete from approval where payout_id = ${row.id}`),
        () => toState(row, 'queued'),
      );
    },
  ],
  [
    'a policy without a second admin',
    (row, { people }) =>
      tryAll(
        async () => {
          const bands = [{ upToMinor: null, checkers: 0 as const }];
          const { version } = await proposePolicy(by(people.admin), {
            ...FIRST_POLICY,
            bands,
            passkeyAboveMinor: '1',
            exceptions: [],
          });
          await tryAll(
            () => consentToPolicy(by(people.admin), { version }),
            () => run(sql`update policy set in_force_at = now() where version = ${version}`),
            () =>
              run(sql`update policy set in_force_at = now(), consented_by = proposed_by where version = ${version}`),
            ...(['maker', 'checker', 'viewer'] as const).map(
              (role) => () =>
                run(
                  sql`update policy set in_force_at = now(), consented_by = ${people[role].actor.id} where version = ${version}`,
                ),
            ),
          );
        },
        () => toState(row, 'queued'),
      ),
  ],
];

/** Enough only for one checker: with two asked for, nobody gets to two alone. */
const ALONE: Way[] = [
  [
    'one checker approves twice',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => approve(people.checker, row),
      ),
  ],
  [
    'one checker approves twice at once',
    (row, { people }) => Promise.allSettled(Array.from({ length: 5 }, () => approve(people.checker, row))),
  ],
  [
    'one checker approves alone and in bulk',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => bulk(people.checker, [row]),
      ),
  ],
  ['one checker names a payout twice in bulk', (row, { people }) => bulk(people.checker, [row, row])],
  [
    'one checker approves, and again in SQL',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => insertApproval(row, people.checker.actor.id),
      ),
  ],
  [
    'one checker approves, withdraws and approves',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => withdrawApproval(by(people.checker), { id: row.id }),
        () => approve(people.checker, row),
      ),
  ],
  [
    'a checker, and the maker as one',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => asRole(people.maker, 'checker', (ctx) => approve(ctx, row)),
      ),
  ],
  [
    'a checker, and an admin who was one',
    (row, { people }) =>
      tryAll(
        () => asRole(people.admin2, 'checker', (ctx) => approve(ctx, row)),
        () => approve(people.checker, row),
      ),
  ],
  [
    'a checker, then fewer asked for',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => run(sql`update payout set required_checkers = 1 where id = ${row.id}`),
        () => toState(row, 'queued'),
      ),
  ],
  [
    'a checker, then moved on',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => toState(row, 'queued'),
        () => toState(row, 'sending'),
      ),
  ],
  [
    'a checker, and their approval given to another',
    (row, { people }) =>
      tryAll(
        () => approve(people.checker, row),
        () => run(sql`update approval set person_id = ${people.checker2.actor.id} where payout_id = ${row.id}`),
        () => approve(people.checker, row),
      ),
  ],
];

const bulk = (ctx: Ctx, rows: Row[]) =>
  approveMany(by(ctx), {
    payouts: rows.map(({ id, contentDigest }) => ({ id, contentDigest: contentDigest.toString('hex') })),
    totalMinor: String(rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)),
    proof: { kind: 'session' },
  });

async function claimNothing(row: Row): Promise<void> {
  expect(await claimSends(db, 1, 500)).toEqual([]);
  expect(await owner.db.$count(attempt)).toBe(0);
  const now = await stage.rowOf(row.id);
  expect(now.epoch).toBe(0);
}

const forBoth = (ways: Way[]) =>
  [ONE_CHECKER, TWO_CHECKERS].flatMap((amountMinor) =>
    ways.map(
      ([name, attack]) => [`${amountMinor === ONE_CHECKER ? 'one' : 'two'}: ${name}`, amountMinor, attack] as const,
    ),
  );
const WAYS = [
  ...forBoth([...MOVES, ...INSERTS, ...COLUMNS, ...DEFINITIONS]),
  ...PEOPLE.map(([name, attack]) => [`two: ${name}`, TWO_CHECKERS, attack] as const),
  ...ALONE.map(([name, attack]) => [`two: ${name}`, TWO_CHECKERS, attack] as const),
];

describe('four eyes', () => {
  it('are tried to be passed in at least 200 ways', () => expect(WAYS.length).toBeGreaterThanOrEqual(200));

  it.each(WAYS)('%s: nothing is sent', async (_, amountMinor, attack) => {
    const row = await stage.submit(amountMinor);
    expect(row.state).toBe('awaiting_approval');
    await attack(row, stage).catch(() => undefined);
    await claimNothing(row);
    // Nobody keeps a role that an attack gave.
    for (const { actor } of Object.values(stage.people)) {
      const [now] = await owner.db.select().from(person).where(eq(person.id, actor.id));
      expect(now).toMatchObject({ role: actor.role, disabledAt: null });
    }
  });

  it('are not passed for want of tools: each of them works where it is allowed', async () => {
    const row = await stage.submit(TWO_CHECKERS);
    const id = randomUUID();
    await insertPayout(row, 'awaiting_approval', 0, id);
    expect(await stage.rowOf(id)).toMatchObject({ state: 'awaiting_approval', requiredCheckers: 2 });
    await insertApproval(row, stage.people.checker.actor.id);
    expect(await owner.db.$count(approval, eq(approval.payoutId, row.id))).toBe(1);
    await toState(row, 'created');
    await toState(row, 'cancelled');
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'cancelled' });
    await claimNothing(row);
  });

  it('let through what two checkers approved, and only then', async () => {
    const { people, submit } = stage;
    const row = await submit(TWO_CHECKERS);
    expect(await approve(people.checker, row)).toEqual({ given: 1, required: 2, isQueued: false });
    await claimNothing(row);
    expect(await approve(people.checker2, row)).toEqual({ given: 2, required: 2, isQueued: true });
    const [approved] = await claimSends(db, 1, 500);
    expect(approved?.payoutId).toBe(row.id);
    expect(await owner.db.$count(approval, eq(approval.payoutId, row.id))).toBe(2);
  });
});
