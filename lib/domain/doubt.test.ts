import { describe, expect, it } from 'vitest';
import { doubtStep, doubtTitle, resendUntil, waitsForMe, type Doubt, type Proposal } from './doubt.ts';

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  id: 'p',
  decision: 'resend',
  reason: 'Asked the provider.',
  proposer: 'Asha',
  proposedAt: new Date(0),
  isMine: false,
  ...more,
});
const doubt = (more: Partial<Doubt> = {}): Doubt => ({
  resendUntil: new Date(1),
  isResendable: true,
  proposal: null,
  ...more,
});

describe('what a person can do about a doubt', () => {
  it.each([
    ['proposes while nobody has', doubt(), 'propose', 'propose'],
    [
      'confirms what another proposed, or proposes the other way',
      doubt({ proposal: proposal() }),
      'confirm',
      'replace',
    ],
    [
      'waits for another after proposing',
      doubt({ proposal: proposal({ isMine: true, decision: 'close' }) }),
      'replace',
      'waits',
    ],
    ['cannot send again when the time is over', doubt({ isResendable: false }), 'blocked', 'propose'],
    [
      'cannot confirm sending again when the time is over',
      doubt({ isResendable: false, proposal: proposal() }),
      'blocked',
      'replace',
    ],
  ])('%s', (_, given, resend, close) => {
    expect([doubtStep(given, 'resend', true), doubtStep(given, 'close', true)]).toEqual([resend, close]);
  });

  it('is reading only, without the role', () => {
    expect(doubtStep(doubt({ proposal: proposal() }), 'resend', false)).toBe('read');
    expect(doubtStep(doubt({ isResendable: false }), 'resend', false)).toBe('blocked');
  });

  it('waits for those who may confirm, and for nobody where confirming is not possible', () => {
    expect(waitsForMe(doubt({ proposal: proposal() }), true)).toBe(true);
    expect(waitsForMe(doubt({ proposal: proposal() }), false)).toBe(false);
    expect(waitsForMe(doubt({ proposal: proposal({ isMine: true }) }), true)).toBe(false);
    expect(waitsForMe(doubt({ proposal: proposal(), isResendable: false }), true)).toBe(false);
    expect(waitsForMe(doubt(), true)).toBe(false);
  });
});

describe('the words of a doubt', () => {
  it('end sending again 23 hours after the first time', () => {
    expect(resendUntil(new Date('2026-11-22T06:00:00Z'))).toEqual(new Date('2026-11-23T05:00:00Z'));
  });

  it('say both steps of a decision', () => {
    expect(doubtTitle({ decision: 'resend', step: 'proposed' })).toBe('Proposed: send it again');
    expect(doubtTitle({ decision: 'close', step: 'confirmed' })).toBe('Confirmed: close it as not paid');
    expect(doubtTitle({ decision: 'guess' })).toBeNull();
    expect(doubtTitle(null)).toBeNull();
  });
});
