// Most texts are these: printable ASCII, no blank at an end, no two in a row. Nothing below would find anything in them.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

// One text is asked about several times in a row: while it is cleaned, held against rules and advised on.
let lastPlain = '';

/** Tells whether a text is printable ASCII without needless blanks, in which nothing is ever to be cleaned or refused. */
export function isPlain(value: string): boolean {
  if (value === lastPlain) return value !== '';
  if (!PLAIN.test(value)) return false;
  lastPlain = value;
  return true;
}

/** Tidies typed text: Unicode NFC, no blanks at the ends, one plain blank where a run of blanks stood. */
export function cleanText(value: string): string {
  if (isPlain(value)) return value;
  return value
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
}

type Banned = { pattern: RegExp; say: (point: string) => string };

// The first that matches is told, so the narrow kinds stand before the wide ones.
const BANNED: readonly Banned[] = [
  { pattern: /\p{Surrogate}|\uFFFD/u, say: () => 'A letter was damaged on its way here: type the text again.' },
  {
    pattern: /[\n\v\f\r\u0085\u2028\u2029]/u,
    say: () => 'This must be a single line: remove the line break.',
  },
  { pattern: /\t/u, say: () => 'Replace the tab by a blank.' },
  { pattern: /\p{Cc}/u, say: (point) => `Remove the control character ${point}: delete the text and type it again.` },
  {
    pattern: /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u,
    say: (point) => `Remove the invisible text-direction mark ${point}: delete the text and type it again.`,
  },
  {
    pattern: /\p{Cf}|[\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/u,
    say: (point) => `Remove the invisible character ${point}: delete the text and type it again.`,
  },
  {
    // Extended_Pictographic counts the signs ©, ® and ™ too, which stand in names of companies.
    pattern: /(?![©®™])[\p{Extended_Pictographic}\p{Emoji_Presentation}]|[\u20E3\uFE0F]/u,
    say: () => 'Remove the emoji: only letters, digits and punctuation reach the bank.',
  },
  { pattern: /\p{Co}|\p{Cn}/u, say: (point) => `Remove ${point}: it is not a character banks can read.` },
];

/**
 * Says what must be removed from single-line text (control characters, line breaks, text-direction marks, invisible
 * characters, broken letters, emoji) in a sentence that says what to do; null where nothing is wrong.
 */
export function textProblem(value: string): string | null {
  if (isPlain(value)) return null;
  for (const { pattern, say } of BANNED) {
    const found = pattern.exec(value)?.[0];
    if (found !== undefined) return say(codePoint(found));
  }
  return null;
}

/** Tells whether text has letters or digits beyond Latin letters (accented ones included) and 0 to 9. */
export function hasNonLatin(value: string): boolean {
  if (isPlain(value)) return false;
  // Full-width and mathematical letters look Latin or count as Latin, yet no bank's character set has them.
  return /(?![0-9])\p{N}|(?!\p{Script=Latin})\p{L}|(?![\p{Script=Latin}\p{Script=Inherited}])\p{M}|[\uFF00-\uFFEF]/u.test(
    value.normalize('NFC'),
  );
}

const DOTS = '••••';

/**
 * Masks all but the last characters: `••••1234`. The tail is shown only where at least as many characters stay hidden,
 * so anything shorter than twice the tail is masked whole; the number of dots never tells the length.
 */
export function maskTail(value: string, tail: number): string {
  const characters = Array.from(value);
  return characters.length >= 2 * tail ? DOTS + characters.slice(characters.length - tail).join('') : DOTS;
}

/** The last four characters of an account as a row keeps them beside the sealed one; empty where it is too short to show any. */
export const lastFour = (account: string): string => maskTail(account, 4).slice(DOTS.length);

/**
 * Replaces every occurrence of the given secrets in a text by their masked form; occurrences that overlap are masked as
 * one, and a tail that would itself spell a secret is masked too.
 */
export function maskDigits(text: string, secrets: readonly string[]): string {
  const wanted = secrets.filter((secret) => secret !== '');
  let masked = '';
  let at = 0;
  for (const { from, to } of occurrences(text, wanted)) {
    const shown = maskTail(text.slice(from, to), 4);
    masked += text.slice(at, from) + (wanted.some((secret) => shown.includes(secret)) ? DOTS : shown);
    at = to;
  }
  return masked + text.slice(at);
}

function occurrences(text: string, secrets: readonly string[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      found.push({ from: at, to: at + secret.length });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const merged: { from: number; to: number }[] = [];
  for (const range of found) {
    const last = merged.at(-1);
    if (last && range.from < last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
