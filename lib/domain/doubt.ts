import { REQUEST_ID_LIFE_MS } from './schedule.ts';

/** The two ways in which people end a doubt. */
export type DoubtDecision = 'resend' | 'close';

/** What one person proposed and nobody confirmed yet. */
export interface Proposal {
  id: string;
  decision: DoubtDecision;
  reason: string;
  proposer: string;
  proposedAt: Date;
  /** Whether the person who asks is the one who proposed it. */
  isMine: boolean;
}

/** What people can decide about a payout in doubt, as far as it stands. */
export interface Doubt {
  /** Until then it may be sent again; null when it is not known that anything left. */
  resendUntil: Date | null;
  isResendable: boolean;
  proposal: Proposal | null;
}

/** What one person can do about one of the two ways. */
export type DoubtStep = 'propose' | 'replace' | 'confirm' | 'waits' | 'blocked' | 'read';

/** Finds what a person can do about a way: the same rules as the verb, which has the last word. */
export function doubtStep({ isResendable, proposal }: Doubt, decision: DoubtDecision, mayDecide: boolean): DoubtStep {
  if (decision === 'resend' && !isResendable) return 'blocked';
  if (!mayDecide) return 'read';
  if (!proposal) return 'propose';
  if (proposal.decision !== decision) return 'replace';
  return proposal.isMine ? 'waits' : 'confirm';
}

/** Whether a proposal waits for this person. */
export const waitsForMe = (doubt: Doubt, mayDecide: boolean): boolean =>
  doubt.proposal !== null && doubtStep(doubt, doubt.proposal.decision, mayDecide) === 'confirm';

/** The end of the time in which a payout first sent at `firstSentAt` may be sent again (api.md 9). */
export const resendUntil = (firstSentAt: Date): Date => new Date(firstSentAt.getTime() + REQUEST_ID_LIFE_MS);

/** Each way as the words that follow "to": proposes to …. */
export const DOUBT_WORDS: Record<DoubtDecision, string> = {
  resend: 'send it again',
  close: 'close it as not paid',
};

/** Says a step of the decision as its audit row keeps it; null for a row that is none. */
export function doubtTitle(detail: Record<string, unknown> | null | undefined): string | null {
  const decision = detail?.decision;
  if (decision !== 'resend' && decision !== 'close') return null;
  return `${detail?.step === 'confirmed' ? 'Confirmed' : 'Proposed'}: ${DOUBT_WORDS[decision]}`;
}
