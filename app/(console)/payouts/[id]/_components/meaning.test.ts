import { describe, expect, it } from 'vitest';
import { STATE_WORDS } from '#lib/domain/payout.ts';
import { meaningOf } from './meaning.ts';

describe('what the state of a payout means', () => {
  it('is said of the gateway only where the gateway said it', () => {
    const failed = { state: 'failed', isCancellable: false } as const;
    expect(meaningOf({ ...failed, isClosedByPeople: false })).toBe(STATE_WORDS.failed.meaning);
    expect(meaningOf({ ...failed, isClosedByPeople: true })).toContain('Two people');
  });

  it('promises no cancelling to what is sent again', () => {
    const queued = { state: 'queued', isClosedByPeople: false } as const;
    expect(meaningOf({ ...queued, isCancellable: true })).toContain('can still be cancelled');
    expect(meaningOf({ ...queued, isCancellable: false })).not.toContain('cancelled');
  });
});
