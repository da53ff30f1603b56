/** Brings a typed IFSC to its usual form: without blanks, ASCII letters in capitals (api.md 11). */
export function normaliseIfsc(text: string): string {
  // toUpperCase alone would turn letters of other scripts (ı, ſ) into Latin ones and so into another bank's code.
  return text.replace(/\s+/g, '').replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Tells whether a code has the shape of an IFSC: four letters of the bank, a zero, six letters or digits (api.md 11). */
export function ifscShape(code: string): 'ok' | 'malformed' {
  return /^[A-Z]{4}0[A-Z0-9]{6}$/.test(normaliseIfsc(code)) ? 'ok' : 'malformed';
}

/**
 * Suggests the well-formed code a malformed one most likely stands for: `HDFC325` gives `HDFC0000325`, and a letter O
 * typed for the fixed zero is corrected. Null where there is nothing to suggest; a suggestion is never applied unasked.
 */
export function completeIfsc(code: string): string | null {
  const typed = normaliseIfsc(code);
  const short = /^([A-Z]{4})([0-9]{1,6})$/.exec(typed);
  if (short) return `${short[1]}0${(short[2] ?? '').padStart(6, '0')}`;
  if (/^[A-Z]{4}O[A-Z0-9]{6}$/.test(typed)) return `${typed.slice(0, 4)}0${typed.slice(5)}`;
  return null;
}
