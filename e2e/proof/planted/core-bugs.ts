import { BUDGET_SECONDS, testedBy, type Bug } from './bug.ts';

const SIMULATED = { catcher: { by: 'simulation', scenarios: 300 }, budgetSeconds: BUDGET_SECONDS } as const;

const DECIDE = 'lib/domain/decide.ts';
const DISPATCH = 'lib/worker/dispatch.ts';

/** Bugs in what decides and sends: the simulation runs this very code, tests see what it cannot. */
export const CORE_BUGS: readonly Bug[] = [
  {
    id: 'post-before-mark',
    what: 'The POST leaves before it is marked as sent.',
    file: DISPATCH,
    find: `  if (!(await store.markSent(claim, body))) {
    await store.release(claim);
    return;
  }
  const exchange = await gateway.postPayout(shop, body, claim.requestId, {
    // A process that was stopped in between has lost its turn.
    stillAllowed: () => deps.elapsedMs() - markedAt < FIRST_BYTE_MS,
  });`,
    replace: `  const exchange = await gateway.postPayout(shop, body, claim.requestId, {
    stillAllowed: () => deps.elapsedMs() - markedAt < FIRST_BYTE_MS,
  });
  if (!(await store.markSent(claim, body))) return;`,
    ...SIMULATED,
  },
  {
    id: 'lost-claim-sends',
    what: 'Whoever lost the claim sends all the same: the answer of the mark is not looked at.',
    file: DISPATCH,
    find: `  if (!(await store.markSent(claim, body))) {
    await store.release(claim);
    return;
  }`,
    replace: `  await store.markSent(claim, body);`,
    ...SIMULATED,
  },
  {
    id: 'sleeper-sends',
    what: 'A worker that was stopped after its mark sends when it wakes, however late.',
    file: DISPATCH,
    find: 'stillAllowed: () => deps.elapsedMs() - markedAt < FIRST_BYTE_MS,',
    replace: 'stillAllowed: () => true,',
    ...SIMULATED,
  },
  {
    id: 'request-id-anew',
    what: 'Every attempt makes a new RequestID, so the gateway cannot know a repetition.',
    file: DISPATCH,
    find: 'gateway.postPayout(shop, body, claim.requestId, {',
    replace: 'gateway.postPayout(shop, body, crypto.randomUUID(), {',
    ...testedBy('lib/worker/dispatch.test.ts', 'repeats the RequestID of the payout in each of its attempts'),
  },
  {
    id: 'unknown-sent-again',
    what: 'A POST without an answer goes back to the queue.',
    file: DECIDE,
    find: `    case 'unknown':
      return unknown(facts, at);`,
    replace: `    case 'unknown':
      return sendLater(facts, at);`,
    ...SIMULATED,
  },
  {
    id: 'ended-lease-sent-again',
    what: 'An ended lease queues also what may have left.',
    file: DECIDE,
    find: 'return facts.mayHaveLeft ? unknown(facts, at) : sendLater(facts, at);',
    replace: 'return sendLater(facts, at);',
    ...SIMULATED,
  },
  {
    id: 'notification-makes-final',
    what: 'A notification makes a payout final without a query.',
    file: DECIDE,
    find: "adopt(facts, { ...snapshot, status: 'pending' }, at);",
    replace: 'adopt(facts, snapshot, at);',
    ...SIMULATED,
  },
  {
    id: 'older-look-believed',
    what: 'A look with an older updated_at counts like a newer one.',
    file: DECIDE,
    find: 'if (isOlder(facts, snapshot)) return onNoNews(facts, at);',
    replace: '',
    ...testedBy('lib/domain/decide.test.ts', 'with an older look than the one believed is ignored'),
  },
  {
    id: 'any-amount-believed',
    what: 'An answer about another amount is taken for ours.',
    file: 'lib/domain/mismatch.ts',
    find: `snapshot.amountMinor !== facts.amountMinor
      ? 'another amount'
      : snapshot.currency`,
    replace: 'snapshot.currency',
    ...SIMULATED,
  },
  {
    id: 'cancel-while-sending',
    what: 'A payout can be cancelled while it is being sent.',
    file: DECIDE,
    find: "['created', 'awaiting_approval', 'queued'], 'cancelled',",
    replace: "['created', 'awaiting_approval', 'queued', 'sending'], 'cancelled',",
    ...SIMULATED,
  },
  {
    id: 'unavailable-sent-again',
    what: 'A 503 is taken for "slow down", as if nothing had been processed.',
    file: 'lib/gateway/read-answer.ts',
    find: 'if (httpStatus === THROTTLED)',
    replace: 'if (httpStatus === THROTTLED || httpStatus === 503)',
    ...SIMULATED,
  },
  {
    id: 'message-trusted',
    what: 'The free text of the gateway decides the status.',
    file: 'lib/gateway/responses.ts',
    find: 'status: reportedStatus(row.status),',
    replace: "status: /success/i.test(row.message ?? '') ? 'successful' : reportedStatus(row.status),",
    ...SIMULATED,
  },
];
