import { describe, expect, it } from 'vitest';
import type { Approved } from '../approvals/count-approvals.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf, newInstruction } from '../domain/instruction.ts';
import { sampleValues } from '../domain/sample.ts';
import { FIRST_BYTE_MS } from '../domain/schedule.ts';
import type { PostOptions } from '../gateway/client.ts';
import { createVault } from '../server/vault.ts';
import type { Deps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import type { Claim, Store } from './store.ts';

const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
const { path } = accountFieldOf(option);
const { amountMinor, test, values } = newInstruction.parse(sampleValues(code, option));
const { [path]: account = '', ...rest } = values;

const vault = createVault(Buffer.alloc(32, 3).toString('base64'));
const payoutId = '00000001-0000-4000-8000-000000000000';

const claim: Claim = {
  payoutId,
  epoch: 1,
  connectionId: 'shop',
  option: code,
  amountMinor,
  test,
  values: rest,
  accountSealed: vault.seal(account, `payout:${payoutId}`),
  contentDigest: vault.contentDigest(canonicalContent('shop', { option: code, amountMinor, test, values })),
  trackingId: 'pd-1',
  requestId: '0d5f0f6e-7c9b-4a53-9b0a-1f3f5a1f2c11',
};

/** What `dispatch` works with, and what it does with it, in order. */
function stage({ isMarked = true, markTakesMs = 0, approved = 'yes' as Approved } = {}) {
  const done: unknown[] = [];
  let elapsedMs = 0;
  let mayWrite: PostOptions['stillAllowed'];
  const store: Pick<Store, 'markSent' | 'release' | 'finishSend' | 'isApproved' | 'refuse'> = {
    isApproved: async () => approved,
    refuse: async (_, why) => void done.push(['refused', why]),
    async markSent(_, request) {
      // Over a turn of the event loop, as a commit is: a POST that does not wait for it is seen to come first.
      await new Promise(setImmediate);
      elapsedMs += markTakesMs;
      done.push(['marked', request]);
      return isMarked;
    },
    release: async ({ epoch }) => void done.push(['released', epoch]),
    async finishSend(_, outcome) {
      done.push(['finished', outcome.kind]);
      return 'sending';
    },
  };
  const deps: Deps = {
    store: store as Store,
    gateway: {
      async postPayout(_, body, requestId, options) {
        done.push(['posted', body, requestId]);
        mayWrite = options?.stillAllowed;
        const error = { httpStatus: null, code: null, message: 'No answer.', fields: {} };
        const kept = { httpStatus: null, responseText: null, elapsedMs: 0, sentBytes: true, retryAfterMs: null };
        return { outcome: { kind: 'unknown', error }, ...kept };
      },
      queryByUid: () => Promise.reject(new Error('nothing is asked here')),
      queryByTrackingId: () => Promise.reject(new Error('nothing is asked here')),
    },
    vault,
    shopOf: async () => ({ host: '', shopId: '', secret: '', allowPrivate: true, notificationUrl: 'https://a.test/n' }),
    elapsedMs: () => elapsedMs,
    log: { info: () => {}, error: () => {} },
  };
  return { deps, done, pass: (ms: number) => (elapsedMs += ms), mayWrite: () => mayWrite?.() };
}

describe('sending a claim', () => {
  it('POSTs once, the very bytes that were marked as sent, after the mark', async () => {
    const { deps, done } = stage();
    await dispatch(deps, claim);
    const [, body] = done[0] as string[];
    expect(done).toEqual([
      ['marked', body],
      ['posted', body, claim.requestId],
      ['finished', 'unknown'],
    ]);
    expect(body).toContain(account);
  });

  it('repeats the RequestID of the payout in each of its attempts', async () => {
    const { deps, done } = stage();
    for (const epoch of [1, 2, 3]) await dispatch(deps, { ...claim, epoch });
    const posts = (done as string[][]).filter(([what]) => what === 'posted');
    expect(posts.map(([, , requestId]) => requestId)).toEqual(Array(3).fill(claim.requestId));
  });

  it('that was lost sends nothing and gives it back', async () => {
    const { deps, done } = stage({ isMarked: false });
    await dispatch(deps, claim);
    expect((done as string[][]).map(([what]) => what)).toEqual(['marked', 'released']);
  });

  it('may write its first byte for a while after the mark was asked for, and not a moment longer', async () => {
    const { deps, pass, mayWrite } = stage({ markTakesMs: 1 });
    await dispatch(deps, claim);
    pass(FIRST_BYTE_MS - 2);
    expect(mayWrite()).toBe(true);
    pass(1);
    expect(mayWrite()).toBe(false);
  });

  it.each([
    ['other values', { values: { ...rest, more: '1' } }],
    ['another amount', { amountMinor: amountMinor + 1n }],
    ['another connection', { connectionId: 'another' }],
    ['the account of another payout', { accountSealed: vault.seal(account, 'payout:another') }],
    ['another account', { accountSealed: vault.seal('600000000001', `payout:${payoutId}`) }],
  ])('with %s is refused before anything is marked', async (_, change) => {
    const { deps, done } = stage();
    await dispatch(deps, { ...claim, ...change });
    expect(done).toEqual([['refused', 'content_changed']]);
  });

  it('of a key this process was not given is left alone: it may be another process that lacks nothing', async () => {
    const { deps, done } = stage();
    const stranger = createVault(Buffer.alloc(32, 4).toString('base64'));
    const unknown = { ...claim, accountSealed: stranger.seal(account, `payout:${payoutId}`) };
    await expect(dispatch(deps, unknown)).rejects.toThrow('another key');
    expect(done).toEqual([]);
  });

  it.each([
    ['too_few', 'approval_forged'],
    ['not_asked', 'content_changed'],
  ] as const)('whose approvals are %s is refused before anything is marked', async (approved, why) => {
    const { deps, done } = stage({ approved });
    await dispatch(deps, claim);
    expect(done).toEqual([['refused', why]]);
  });
});
