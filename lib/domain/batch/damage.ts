import type { KindName } from '../field.ts';
import { cleanText, isPlain, textProblem } from '../text.ts';
import type { Finding } from './finding.ts';

type Damage = Omit<Finding, 'key'>;

/** Kinds whose text is made of digits, so that a spreadsheet takes it for a number. */
const NUMBERS: ReadonlySet<KindName> = new Set(['account', 'phone', 'pin', 'wallet']);
const IDS: ReadonlySet<KindName> = new Set([...NUMBERS, 'trackingId', 'ifsc']);

const SHEET_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#{2,})$/i;
const EXPONENT = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const DATE = new RegExp(
  `^(?:\\d{1,2}[-/. ]${MONTH}(?:[-/. ]\\d{2,4})?|${MONTH}[-/. ]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2})?.*)$`,
  'i',
);
const MOJIBAKE = /Ã[\u0080-\u00bf]|â‚¹|â€[™œ“\u0080-\u00bf]|à¤|\uFFFD/u;

/** Names what a spreadsheet, a keyboard or an encoding did to one cell; null for the many that are as they should be. */
export function damageOf(kind: KindName, raw: string): Damage | null {
  if (raw === '') return null;
  return (isPlain(raw) ? null : unplain(kind, raw)) ?? spreadsheet(kind, raw.trim());
}

function spreadsheet(kind: KindName, text: string): Damage | null {
  const first = text.charCodeAt(0);
  if (first === HASH && SHEET_ERROR.test(text)) {
    return {
      code: 'sheet_error',
      message: `“${text}” is an error of the spreadsheet. Put the value there.`,
      blocks: true,
    };
  }
  const formula = first === EQUALS ? /^="([^"]*)"$/.exec(text)?.[1] : undefined;
  if (formula !== undefined) {
    return { code: 'formula_text', message: 'The value is written as a formula.', blocks: true, suggestion: formula };
  }
  if (!IDS.has(kind) && kind !== 'amount') {
    // Our own files write it before text that a spreadsheet would run.
    if (first !== APOSTROPHE || !/^'[=+\-@']/.test(text)) return null;
    return {
      code: 'apostrophe',
      message: 'A program put an apostrophe before it.',
      blocks: false,
      suggestion: text.slice(1),
    };
  }
  if (first === APOSTROPHE) {
    return {
      code: 'apostrophe',
      message: 'A spreadsheet put an apostrophe before it.',
      blocks: true,
      suggestion: text.slice(1),
    };
  }
  if (!IDS.has(kind) || /^\d+$/.test(text)) return null;
  if (NUMBERS.has(kind) && EXPONENT.test(text)) {
    const message = `A spreadsheet shortened this number to “${text}”: its digits are lost. Format the column as text and export again.`;
    return { code: 'exponent', message, blocks: true };
  }
  if (NUMBERS.has(kind) && /^\d+\.0+$/.test(text)) {
    return {
      code: 'decimal_tail',
      message: 'A program took this for a number and added “.0”.',
      blocks: true,
      suggestion: text.replace(/\.0+$/, ''),
    };
  }
  if (DATE.test(text)) {
    const message = `“${text}” looks like a date that a spreadsheet made of an id. Format the column as text and type the id again.`;
    return { code: 'date_like', message, blocks: true };
  }
  return null;
}

const HASH = 0x23;
const EQUALS = 0x3d;
const APOSTROPHE = 0x27;

function unplain(kind: KindName, raw: string): Damage | null {
  if (MOJIBAKE.test(raw)) {
    return {
      code: 'mojibake',
      message: 'Letters were damaged by a wrong encoding. Save the file as CSV UTF-8.',
      blocks: true,
    };
  }
  const seen = raw.replace(INVISIBLE, '');
  if (seen !== raw) {
    return {
      code: 'invisible',
      message: 'There are invisible characters in it.',
      blocks: true,
      suggestion: cleanText(seen),
    };
  }
  const latin = withoutLookAlikes(raw);
  if (latin !== null) {
    const message =
      'Letters of another alphabet stand between Latin ones and look the same. A bank reads another name.';
    return { code: 'look_alike', message, blocks: true, suggestion: cleanText(latin) };
  }
  if (/[\uFF01-\uFF5E]/.test(raw)) {
    return {
      code: 'full_width',
      message: 'Full-width characters: banks read the plain ones.',
      blocks: true,
      suggestion: cleanText(raw.normalize('NFKC')),
    };
  }
  if (/(?![0-9])\p{Nd}/u.test(raw)) {
    const message = 'Digits of another script: banks read 0 to 9.';
    return {
      code: 'foreign_digits',
      message,
      blocks: IDS.has(kind) || kind === 'amount',
      suggestion: cleanText(withPlainDigits(raw)),
    };
  }
  const tidy = cleanText(raw);
  if (tidy === raw || tidy === '' || textProblem(tidy) !== null) return null;
  return {
    code: 'blanks',
    message: 'There are blanks at an end, or several in a row.',
    blocks: false,
    suggestion: tidy,
  };
}

const INVISIBLE = /[\u200B-\u200F\u2060\u202A-\u202E\u2066-\u2069\uFEFF\u00AD\u061C]/gu;

/** Writes every digit of any script as 0 to 9: the digits of a script stand in one run from its zero. */
export function withPlainDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((point - zero) % 10);
  });
}

const CYRILLIC = 'АВЕЅІЈКМНОРСТХУасеіјорѕхуԛԝ';
const CYRILLIC_LATIN = 'ABESIJKMHOPCTXYaceijopsxyqw';
const GREEK = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const GREEK_LATIN = 'ABEZHIKMNOPTYXo';
const LOOK_ALIKES = new Map(
  [...Array.from(CYRILLIC + GREEK)].map((letter, i) => [letter, (CYRILLIC_LATIN + GREEK_LATIN)[i] ?? letter]),
);

/** Gives a text that mixes Latin letters or digits with look-alikes in Latin alone; null where it does not. */
function withoutLookAlikes(text: string): string | null {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text) || !/[A-Za-z0-9]/.test(text)) return null;
  const latin = Array.from(text, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
  return /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(latin) ? null : latin;
}
