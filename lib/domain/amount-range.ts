import { formatAmount, formatPlain, parseAmount } from './money.ts';

/** Paise, both ends included; one end may be open. Zero is an end like any other. */
export interface AmountRange {
  fromMinor?: bigint;
  toMinor?: bigint;
}

/** Reads `1L..2.5 lakh`, `500..`, `..1cr` or one exact amount, as `parseAmount` accepts them; undefined for anything else. */
export function readAmountRange(text: string): AmountRange | undefined {
  const [from = '', to = from, ...rest] = text.split('..').map((end) => end.trim());
  if (rest.length > 0 || (from === '' && to === '')) return undefined;
  const fromMinor = from === '' ? undefined : readEnd(from);
  const toMinor = to === '' ? undefined : readEnd(to);
  if (fromMinor === null || toMinor === null) return undefined;
  if (fromMinor !== undefined && toMinor !== undefined && fromMinor > toMinor) return undefined;
  return { ...(fromMinor !== undefined && { fromMinor }), ...(toMinor !== undefined && { toMinor }) };
}

/** Writes what `readAmountRange` reads: `500..150000.50`. */
export function writeAmountRange({ fromMinor, toMinor }: AmountRange): string {
  const write = (minor: bigint | undefined) => (minor === undefined ? '' : formatPlain(minor).replace(/\.00$/, ''));
  return fromMinor === toMinor ? write(fromMinor) : `${write(fromMinor)}..${write(toMinor)}`;
}

/** Says a range after a column's name: `Amount from ₹500.00 to ₹1,50,000.00`. */
export function describeAmountRange(label: string, { fromMinor, toMinor }: AmountRange): string {
  if (fromMinor === toMinor && fromMinor !== undefined) return `${label} is ${formatAmount(fromMinor)}`;
  if (toMinor === undefined) return `${label} at least ${formatAmount(fromMinor ?? 0n)}`;
  if (fromMinor === undefined) return `${label} at most ${formatAmount(toMinor)}`;
  return `${label} from ${formatAmount(fromMinor)} to ${formatAmount(toMinor)}`;
}

// A payout is never zero, yet "from 0" is a thing to ask for.
function readEnd(text: string): bigint | null {
  if (/^0+(\.0{1,2})?$/.test(text) && text.length <= 16) return 0n;
  const parsed = parseAmount(text);
  return parsed.ok ? parsed.amountMinor : null;
}
