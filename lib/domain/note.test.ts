import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_NOTE, noteText, possibleAccounts } from './note.ts';

const refusalOf = (text: string) => noteText.safeParse(text).error?.issues[0]?.message ?? null;

describe('the text of a note', () => {
  it.each([
    ['  Asked  the bank. ', 'Asked the bank.'],
    ['UTR 633411223344, branch says tomorrow', 'UTR 633411223344, branch says tomorrow'],
    ['बैंक से पूछा', 'बैंक से पूछा'],
    ['x'.repeat(LONGEST_NOTE), 'x'.repeat(LONGEST_NOTE)],
  ])('is kept as it was meant: %j', (typed, kept) => expect(noteText.parse(typed)).toBe(kept));

  it.each(['', '   ', 'x'.repeat(LONGEST_NOTE + 1), 'two\nlines', 'a\tb', 'a\u0000b', 'a\u202eb', '\u200b'])(
    'is refused with a sentence: %j',
    (typed) => expect(refusalOf(typed)).toMatch(/\.$/),
  );
});

describe('digits that could be a full account number', () => {
  const digits = (from: number, to: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: from, maxLength: to }).map((list) => list.join(''));

  it('are found wherever they stand, however they are grouped', () => {
    const gap = fc.constantFrom('', ' ', '-');
    fc.assert(
      fc.property(
        digits(9, 18),
        fc.infiniteStream(gap),
        fc.constantFrom('a/c ', 'x', '9', ''),
        (account, gaps, before) => {
          const written = [...account].map((digit) => digit + (gaps.next().value as string)).join('');
          expect(possibleAccounts(`${before}${written}.`)).toContain(account);
        },
      ),
    );
  });

  it('are none in what is shorter', () => {
    fc.assert(fc.property(digits(0, 8), (few) => possibleAccounts(`ends in ${few}, ok`).length === 0));
    expect(possibleAccounts('29.11.2026, 4,50,000 paid, ref 12345678')).toEqual([]);
  });

  it('are few enough in the longest note', () =>
    expect(possibleAccounts('7'.repeat(LONGEST_NOTE)).length).toBeLessThan(LONGEST_NOTE * 10));
});
