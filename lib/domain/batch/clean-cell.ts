import { SOFT_MAX, type Field, type KindName } from '../field.ts';

const DIGIT = 1;
const UPPER = 2;
const LOWER = 4;
/** Signs that tracking ids may have. */
const MARK = 8;
const BLANK = 16;
const SIGN = 32;
/** Whatever has to be looked at twice. */
const OTHER = 64;

const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/[0-9]/.test(sign)) return DIGIT;
  if (/[A-Z]/.test(sign)) return UPPER;
  if (/[a-z]/.test(sign)) return LOWER;
  if (/[_.:@+,~-]/.test(sign)) return MARK;
  if (sign === ' ') return BLANK;
  return /[!-~]/.test(sign) ? SIGN : OTHER;
});

/** What a text is made of, as bits: one look at each character, where every rule by itself would take one. */
function classesOf(text: string): number {
  let found = 0;
  let before = BLANK;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const own = code < 128 ? CLASSES[code]! : OTHER;
    // A blank at the beginning, and the second of two.
    found |= own & before & BLANK ? OTHER : own;
    before = own;
  }
  return before === BLANK ? OTHER : found;
}

/** What a spreadsheet writes begins with one of these: `#N/A`, `="1"`, an apostrophe. */
const isWritten = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return first === 0x23 || first === 0x3d || first === 0x27;
};

const isWords = (text: string, found: number): boolean => (found & OTHER) === 0 && !isWritten(text);

const isDigits = (text: string, found: number, length: number): boolean => found === DIGIT && text.length === length;

/** Only what begins with a digit or a month can be a date. */
const MAYBE_DATE = /^(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

type Look = (text: string, found: number) => boolean;

/** Kinds for which one look tells that no rule has anything to say; all others are always held against the rules. */
const LOOKS: Partial<Record<KindName, Look>> = {
  ...{ text: isWords, holderName: isWords, firstName: isWords, lastName: isWords },
  ...{ bankName: isWords, address: isWords, city: isWords },
  account: (text, found) => found === DIGIT && text.length >= 9 && text.length <= 18,
  phone: (text, found) => isDigits(text, found, 10) && text.charCodeAt(0) >= 0x36,
  wallet: (text, found) => isDigits(text, found, 10),
  pin: (text, found) => isDigits(text, found, 6) && text.charCodeAt(0) !== 0x30,
  ifsc: (text, found) => (found & ~(DIGIT | UPPER)) === 0 && text.length === 11 && /^[A-Z]{4}0/.test(text),
  email: (text, found) => (found & (OTHER | BLANK)) === 0 && !isWritten(text) && /^[^@]+@[^@]+\.[^@]+$/.test(text),
  trackingId: (text, found) =>
    (found & ~(DIGIT | UPPER | LOWER | MARK)) === 0 && ((found & MARK) === 0 || !MAYBE_DATE.test(text)),
};

/**
 * Tells at one look that a cell is sent as it stands: that nothing of it is damaged, cleaned, refused or advised on. What
 * it does not tell may be as good: the rules themselves have the last word.
 */
export function isCleanCell(field: Field, raw: string): boolean {
  const look = LOOKS[field.kind];
  if (look === undefined || raw === '' || raw.length > (field.max ?? SOFT_MAX)) return false;
  if (field.digits !== undefined && raw.length !== field.digits) return false;
  const found = classesOf(raw);
  return (field.digits === undefined || found === DIGIT) && look(raw, found);
}

/** Paise of an amount written as digits with two decimals at most, if it is short; null for any other. */
export function plainPaise(raw: string): number | null {
  let paise = 0;
  let decimals = -1;
  if (raw.length > MOST_PLAIN) return null;
  for (let at = 0; at < raw.length; at += 1) {
    const digit = raw.charCodeAt(at) - 0x30;
    if (digit === -2 && decimals < 0 && at > 0) decimals = 0;
    else if (digit < 0 || digit > 9) return null;
    else {
      paise = paise * 10 + digit;
      if (decimals >= 0) decimals += 1;
    }
  }
  // A point with nothing behind it is left to the rules, as is zero.
  if (decimals === 0 || decimals > 2 || paise === 0) return null;
  return decimals === 2 ? paise : paise * (decimals === 1 ? 10 : 100);
}

/** Of a number that is kept without loss. */
const MOST_PLAIN = 10;
