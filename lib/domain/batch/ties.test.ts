import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digitsOf, printOf, printOfAccount } from './print.ts';
import { Ties } from './ties.ts';

it('rows with the same text are found, each once and in their order', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '0', ' '), maxLength: 4 }), { maxLength: 200 });
  fc.assert(
    fc.property(texts, (rows) => {
      const ties = new Ties();
      const firsts = rows.map((text, row) => ties.add(row, printOf(text)));
      expect(firsts).toEqual(rows.map((text, row) => (rows.indexOf(text) === row ? -1 : rows.indexOf(text))));
      const wanted = Map.groupBy(rows.keys(), (row) => rows[row]);
      const byFirst = (a: number[], b: number[]) => (a[0] ?? 0) - (b[0] ?? 0);
      expect([...ties.many()].sort(byFirst)).toEqual(
        [...wanted.values()].filter(({ length }) => length > 1).sort(byFirst),
      );
    }),
  );
});

it('keeps apart a hundred thousand texts that differ in one character', () => {
  const ties = new Ties();
  for (let row = 0; row < 100_000; row += 1) expect(ties.add(row, printOf(`INV-2026-${row}`))).toBe(-1);
  expect(ties.add(100_000, printOf('INV-2026-77'))).toBe(77);
});

it('the digits of an account number come back as they were, zeros at the beginning included', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 18 });
  fc.assert(
    fc.property(digits, digits, (one, other) => {
      expect(digitsOf(printOfAccount(one), one.length)).toBe(one);
      const isSame = JSON.stringify(printOfAccount(one)) === JSON.stringify(printOfAccount(other));
      expect(isSame && one.length === other.length).toBe(one === other);
    }),
  );
  expect(digitsOf(printOfAccount('12AB'), 4)).toBeNull();
});
