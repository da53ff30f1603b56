import { formatAmount } from './money.ts';

/** What a payout pays, as far as two of them are compared. */
export interface Compared {
  amountMinor: bigint;
  beneficiary: string;
  ifsc: string;
  option: string;
  connection: string;
  description: string;
}

/** From this many times the usual amount on, somebody should look twice. */
const OUTLYING = 20n;

/** Says how a payout differs from the last one to the same account, one sentence a difference. */
export function differences(now: Compared, last: Compared): string[] {
  const said: string[] = [];
  if (now.amountMinor !== last.amountMinor) {
    said.push(`Amount: ${formatAmount(now.amountMinor)} instead of ${formatAmount(last.amountMinor)}.`);
  }
  const words = {
    beneficiary: 'Name',
    ifsc: 'IFSC',
    option: 'Option',
    connection: 'Through',
    description: 'For',
  } as const;
  for (const [key, label] of Object.entries(words) as [keyof typeof words, string][]) {
    if (now[key] !== last[key]) said.push(`${label}: ${now[key]} instead of ${last[key]}.`);
  }
  return said;
}

/** Warns of an amount far above what usually goes to an account; about 100 times looks like rupees typed for paise. */
export function outlierHint(amountMinor: bigint, usualMinor: bigint): string | null {
  if (usualMinor <= 0n || amountMinor < usualMinor * OUTLYING) return null;
  const usual = formatAmount(usualMinor);
  const isHundredfold = amountMinor >= usualMinor * 95n && amountMinor <= usualMinor * 105n;
  if (isHundredfold) return `About 100 times the usual ${usual}: were rupees typed for paise?`;
  return `${amountMinor / usualMinor} times the usual ${usual} to this account.`;
}

/** Who approves what is missing, in words: 2 → "two more checkers". */
export function missingWords(missing: number): string {
  if (missing <= 0) return 'nobody else';
  return missing === 1 ? 'one more checker' : `${missing === 2 ? 'two' : missing} more checkers`;
}
