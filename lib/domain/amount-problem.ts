const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Devanagari', /\p{Script=Devanagari}/u],
  ['Bengali', /\p{Script=Bengali}/u],
  ['Gurmukhi', /\p{Script=Gurmukhi}/u],
  ['Gujarati', /\p{Script=Gujarati}/u],
  ['Odia', /\p{Script=Oriya}/u],
  ['Tamil', /\p{Script=Tamil}/u],
  ['Telugu', /\p{Script=Telugu}/u],
  ['Kannada', /\p{Script=Kannada}/u],
  ['Malayalam', /\p{Script=Malayalam}/u],
  ['Meetei Mayek', /\p{Script=Meetei_Mayek}/u],
  ['Ol Chiki', /\p{Script=Ol_Chiki}/u],
  // The Arabic-Indic digits have the script Common in Unicode, only the Urdu-Persian set is found by its script.
  ['Arabic', /[\u0660-\u0669\u06F0-\u06F9]/u],
  ['full-width', /[\uFF10-\uFF19]/u],
];

/** Says what to do about text that does not have the shape of an amount; `bare` is without currency and `/-`. */
export function shapeProblem(typed: string, bare: string): string {
  const foreign = /(?![0-9])\p{Nd}/u.exec(typed)?.[0];
  if (foreign !== undefined) {
    const script = SCRIPTS.find(([, pattern]) => pattern.test(foreign))?.[0] ?? 'foreign';
    return `“${foreign}” is a ${script} digit: type the amount with the digits 0 to 9.`;
  }
  if (/^[-−–+(]|[-−–]$/u.test(bare) || /^[-−–+(]/u.test(typed)) {
    return 'Write the amount without a sign: only amounts above zero can be paid.';
  }
  if (/^[\d.,]+\s*e\s*[+-]?\d+$/i.test(bare)) return 'Write the amount in full, without an exponent: 100000, not 1e5.';
  if (/^[\d.,]*\.[\d,]*\.[\d.,]*/.test(bare))
    return 'The amount has two decimal points: keep only the one before the paise.';
  if (/^[\d,]*\.\d*,/.test(bare)) return 'A comma cannot follow the decimal point: write 1,50,000.50.';
  if (/^(?:\.\d|[\d,]+\.(?!\d))/.test(bare))
    return 'Write digits on both sides of the decimal point, for example 0.50.';
  if (/^\d[\d,.]*\s+\d/.test(bare)) return 'Remove the blanks between the digits: write 1,50,000 or 150000.';
  return unitProblem(bare);
}

/** Says what to do about a unit that is not lakh or crore, or about text that is no amount at all. */
export function unitProblem(bare: string): string {
  const unit = /^[\d,.]+\s*([a-z]{1,12})\.?$/i.exec(bare)?.[1];
  if (unit === undefined) return 'This is not an amount: write rupees in digits, for example 1,50,000 or 1.5L.';
  return `“${unit}” is not understood after an amount: write it in full, or use L for lakh and Cr for crore.`;
}
