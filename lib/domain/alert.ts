import type { AlertKind } from './decision.ts';

/** What each kind of alert is about, for people. */
const ALERT_WORDS: Record<AlertKind, string> = {
  correction: 'Corrected after it was final',
  disagreement: 'The gateway disagrees',
  mismatch: 'Answer about another payment',
  several: 'Several transactions',
  in_doubt: 'In doubt',
  unknown_status: 'Unknown status',
  tampered: 'Changed behind the console',
};

/** Names a kind of alert; a kind that is gone from the code since it was raised is still an alert. */
export const alertLabel = (kind: string): string => (kind in ALERT_WORDS ? ALERT_WORDS[kind as AlertKind] : 'Alert');

/** Told with the payout's state, which stays as long as the worry does: people end the doubt, not its alert. */
export const TOLD_BY_STATE: AlertKind = 'in_doubt';

/** Stands in the inbox of what is pending, with both facts, instead of among the other alerts. */
export const CORRECTION: AlertKind = 'correction';
