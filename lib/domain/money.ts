import { shapeProblem, unitProblem } from './amount-problem.ts';

export type AmountResult = { ok: true; amountMinor: bigint } | { ok: false; message: string };

/**
 * The largest amount that can be typed: 13 digits of rupees. In paise it stays below Number.MAX_SAFE_INTEGER,
 * so whatever is accepted here also goes over the wire exactly.
 */
export const MAX_AMOUNT_MINOR = 999_999_999_999_999n;

const MAX_TEXT = 64;

const INVISIBLE = /\p{Cf}|\p{Cc}/u;
const CURRENCY = /^(?:₹|₨|rupees?|rs\.?|inr)\s*/i;
const CLOSING = /\s*(?:\/-|(?<![a-z])(?:rupees?|rs\.?|inr))$/i;
const SHAPE = /^([\d,]+)(?:\.(\d+))?\s*([a-z]+)?\.?$/i;
const INDIAN_GROUPS = /^\d{1,2}(?:,\d{2})*,\d{3}$/;
const WESTERN_GROUPS = /^\d{1,3}(?:,\d{3})+$/;

/** How many zeros a unit stands for, seen from rupees. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ...['l', 'lac', 'lacs', 'lakh', 'lakhs'].map((unit) => [unit, 5] as const),
  ...['cr', 'crore', 'crores'].map((unit) => [unit, 7] as const),
]);

const PAISE_ZEROS = 2;

/**
 * Reads an amount of rupees as people type it (`1,50,000`, `150,000`, `150000.50`, `1.5L`, `2 crore`, `₹ 500/-`) and
 * returns whole paise above zero; every refusal is a sentence that says what to do.
 */
export function parseAmount(text: string): AmountResult {
  const typed = text.trim();
  if (typed === '') return refuse('Enter an amount in rupees, for example 1,50,000 or 1.5L.');
  if (typed.length > MAX_TEXT) return refuse('This is too long for an amount: write it like 1,50,000 or 1.5L.');
  if (INVISIBLE.test(typed)) return refuse('The amount contains an invisible character: delete it and type it again.');
  const bare = typed.replace(CURRENCY, '').replace(CLOSING, '');
  const parts = SHAPE.exec(bare);
  if (!parts) return refuse(shapeProblem(typed, bare));
  const [, whole = '', decimals = '', unit] = parts;
  if (unit === undefined && /[a-z.]$/i.test(bare)) return refuse(shapeProblem(typed, bare));
  const zeros = unit === undefined ? 0 : UNITS.get(unit.toLowerCase());
  if (zeros === undefined) return refuse(unitProblem(bare));
  if (whole.includes(',') && !INDIAN_GROUPS.test(whole) && !WESTERN_GROUPS.test(whole)) {
    return refuse('The commas are not where they belong: write 1,50,000 or 150,000, or leave the commas out.');
  }
  return toMinor(whole.replaceAll(',', ''), decimals, zeros);
}

/** Reads a string of paise (`15000000`), as files and forms of our own carry it; same bounds as {@link parseAmount}. */
export function parseMinor(text: string): AmountResult {
  if (text.length > MAX_TEXT) return refuse(TOO_LARGE);
  if (!/^[0-9]+$/.test(text)) return refuse('Write the amount in paise as digits only, for example 15000000.');
  return bounded(BigInt(text));
}

/** Groups plain digits the Indian way: `12345678` gives `1,23,45,678`. */
export function groupDigits(digits: string): string {
  const head = digits.slice(0, -3);
  if (head === '') return digits;
  return `${head.replace(/\B(?=(?:\d{2})+$)/g, ',')},${digits.slice(-3)}`;
}

/** Shows paise to people: `₹1,23,45,678.00`, with a leading minus where negative. */
export function formatAmount(amountMinor: bigint): string {
  const { sign, rupees, paise } = split(amountMinor);
  return `${sign}₹${groupDigits(rupees)}.${paise}`;
}

/** Writes paise as rupees for files: `12345678.00`, no sign of currency and no grouping. */
export function formatPlain(amountMinor: bigint): string {
  const { sign, rupees, paise } = split(amountMinor);
  return `${sign}${rupees}.${paise}`;
}

/**
 * Says an amount in the Indian system, as it is read back for a check: `One lakh fifty thousand rupees and fifty paise`.
 * Above 99,99,999 crore the crores are themselves said in lakh and crore.
 */
export function amountInWords(amountMinor: bigint): string {
  const total = amountMinor < 0n ? -amountMinor : amountMinor;
  const rupees = total / 100n;
  const paise = total % 100n;
  const said: string[] = [];
  if (rupees > 0n || paise === 0n) said.push(`${sayNumber(rupees)} ${rupees === 1n ? 'rupee' : 'rupees'}`);
  if (paise > 0n) said.push(`${sayNumber(paise)} ${paise === 1n ? 'paisa' : 'paise'}`);
  const text = (amountMinor < 0n ? 'minus ' : '') + said.join(' and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Gives paise as the JSON integer of the wire (api.md 2); throws RangeError where a number would not be exact. */
export function toWire(amountMinor: bigint): number {
  const value = Number(amountMinor);
  if (!Number.isSafeInteger(value)) throw new RangeError('The amount is too large for a JSON integer.');
  return value;
}

/** Takes paise from a JSON integer; throws RangeError for fractions and for integers that may have lost digits. */
export function fromWire(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw new RangeError('The amount is not an exact integer of paise.');
  return BigInt(value);
}

const TOO_LARGE = 'The amount is too large: at most ₹99,99,99,99,99,999.99 (13 digits of rupees) can be entered.';

function toMinor(whole: string, decimals: string, zeros: number): AmountResult {
  const places = zeros + PAISE_ZEROS;
  if (zeros === 0 && decimals.length > places) {
    return refuse('Rupees have at most two decimals: write 150.50, not 150.505.');
  }
  // 1.50000000L is exact although it is long, 1.23456789L is not: only digits that count are measured.
  const kept = decimals.slice(0, places);
  if (/[1-9]/.test(decimals.slice(places))) {
    return refuse('The amount has a fraction of a paisa: use fewer decimals or write it out in rupees.');
  }
  return bounded(BigInt(whole + kept.padEnd(places, '0')));
}

function bounded(amountMinor: bigint): AmountResult {
  if (amountMinor === 0n) return refuse('The amount is zero: enter at least 0.01 rupees.');
  if (amountMinor > MAX_AMOUNT_MINOR) return refuse(TOO_LARGE);
  return { ok: true, amountMinor };
}

function refuse(message: string): AmountResult {
  return { ok: false, message };
}

function split(amountMinor: bigint): { sign: string; rupees: string; paise: string } {
  const negative = amountMinor < 0n;
  const digits = (negative ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return { sign: negative ? '-' : '', rupees: digits.slice(0, -2), paise: digits.slice(-2) };
}

const SMALL = [
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen'.split(' '),
  ...'fifteen sixteen seventeen eighteen nineteen'.split(' '),
];
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const STEPS: readonly (readonly [bigint, string])[] = [
  [10_000_000n, 'crore'],
  [100_000n, 'lakh'],
  [1_000n, 'thousand'],
  [100n, 'hundred'],
];

function sayNumber(value: bigint): string {
  for (const [size, name] of STEPS) {
    if (value < size) continue;
    const rest = value % size;
    return `${sayNumber(value / size)} ${name}${rest === 0n ? '' : ` ${sayNumber(rest)}`}`;
  }
  const small = Number(value);
  if (small < 20) return SMALL[small] ?? '';
  const ones = small % 10;
  return `${TENS[Math.floor(small / 10)] ?? ''}${ones === 0 ? '' : `-${SMALL[ones] ?? ''}`}`;
}
