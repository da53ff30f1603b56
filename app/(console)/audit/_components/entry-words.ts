import { STATE_WORDS } from '#lib/domain/payout.ts';
import type { AuditEntry } from '#lib/audit/list-audit.ts';

/** What came of it, in words. */
export function outcomeWords({ refusal, fromState, toState }: AuditEntry): string {
  if (refusal) return `Refused: ${refusal.replaceAll('_', ' ')}`;
  if (toState && fromState !== toState) return STATE_WORDS[toState].label;
  return 'Done';
}

/** What it was about, as short as a list needs it. */
export const subjectWords = ({ payoutId, subject }: AuditEntry): string => subject ?? payoutId ?? '';
