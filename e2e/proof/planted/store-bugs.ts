import { testedBy, type Bug } from './bug.ts';

const STORE = 'lib/worker/pg-store.test.ts';
const EVENTS = 'lib/payouts/apply-event.test.ts';

/** Bugs in the tables and statements: the tests run them on a real PostgreSQL. */
export const STORE_BUGS: readonly Bug[] = [
  {
    id: 'no-attempt-index',
    what: 'No unique index holds a second POST of a payout back.',
    file: 'lib/db/migrations/0000_init.sql',
    find: 'CREATE UNIQUE INDEX "attempt_at_most_once"',
    replace: 'CREATE INDEX "attempt_at_most_once"',
    ...testedBy(STORE, 'of a second attempt is impossible'),
  },
  {
    id: 'trigger-sleeps',
    what: 'The trigger against illegal moves no longer looks at the state.',
    file: 'lib/db/migrations/0001_guards.sql',
    find: 'CREATE TRIGGER payout_guard BEFORE UPDATE ON payout',
    replace: 'CREATE TRIGGER payout_guard BEFORE UPDATE OF amount_minor, uid ON payout',
    ...testedBy(STORE, 'refuses an illegal move'),
  },
  {
    id: 'lease-by-local-clock',
    what: 'A lease is held against the clock of the machine, not of the database.',
    file: 'lib/worker/claim-sends.ts',
    find: 'and lease_until > clock_timestamp() +',
    replace: 'and lease_until > ${new Date().toISOString()}::timestamptz +',
    ...testedBy('lib/worker/claim-sends.test.ts', 'holds by the clock of the database'),
  },
  {
    id: 'sent-though-frozen',
    what: 'What was claimed before a connection was frozen is still sent.',
    file: 'lib/worker/claim-sends.ts',
    find: '(c.paused_at is not null or c.frozen_at is not null)',
    replace: 'c.paused_at is not null',
    ...testedBy(STORE, 'or when the connection was frozen meanwhile'),
  },
  {
    id: 'epoch-not-checked',
    what: 'A worker whose claim was given to another one still settles the payout.',
    file: 'lib/payouts/apply-event.ts',
    find: 'if (!found || (options.epoch !== undefined && options.epoch !== found.row.epoch)) return null;',
    replace: 'if (!found) return null;',
    ...testedBy(EVENTS, 'of a claim that was given to another worker changes nothing'),
  },
  {
    id: 'audit-row-lost',
    what: 'A move that has no effect beside it leaves no audit row.',
    file: 'lib/payouts/apply-event.ts',
    find: '  await tx.insert(audit).values(made.map(auditRow));',
    replace:
      '  for (const move of made) if (move.decision.effects.length > 0) await tx.insert(audit).values(auditRow(move));',
    ...testedBy(EVENTS, 'leaves one audit row'),
  },
];
