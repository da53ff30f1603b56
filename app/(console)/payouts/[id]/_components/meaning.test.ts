import { describe, expect, it } from 'vitest';
import { STATE_WORDS } from '#lib/domain/payout.ts';
import { meaningOf } from './meaning.ts';

const silent = { gatewayMessage: null, gatewayCode: null, refusal: null };

describe('what the state of a payout means', () => {
  it('is said of the gateway only where the gateway said it', () => {
    const failed = { ...silent, state: 'failed', isCancellable: false } as const;
    expect(meaningOf({ ...failed, isClosedByPeople: false })).toBe(STATE_WORDS.failed.meaning);
    expect(meaningOf({ ...failed, isClosedByPeople: true })).toContain('Two people');
  });

  it('promises no cancelling to what is sent again', () => {
    const queued = { ...silent, state: 'queued', isClosedByPeople: false } as const;
    expect(meaningOf({ ...queued, isCancellable: true })).toContain('can still be cancelled');
    expect(meaningOf({ ...queued, isCancellable: false })).not.toContain('cancelled');
  });

  it('gives the gateway’s reason for a failure, and no words of it for anything else', () => {
    const said = { gatewayMessage: 'Account not found', gatewayCode: 'F.0101', refusal: null };
    const of = (state: 'failed' | 'pending') =>
      meaningOf({ ...said, state, isClosedByPeople: false, isCancellable: false });
    expect(of('failed')).toBe('The gateway says it was not paid: “Account not found” (F.0101).');
    expect(of('pending')).toBe(STATE_WORDS.pending.meaning);
  });
});
