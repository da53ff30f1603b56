import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOG } from '../catalog.ts';
import { cleanField, kindOf, violationOf, type Field } from '../field.ts';
import { fieldsOf } from '../instruction.ts';
import { parseAmount } from '../money.ts';
import { isCleanCell, plainPaise } from './clean-cell.ts';
import { damageOf } from './damage.ts';

const FIELDS: Field[] = Object.values(CATALOG).flatMap((option) => [...fieldsOf(option)]);

/** Texts near the border: what is usual, with something odd in it. */
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'0123456789 .,-+=\'#"@:~_/EeJanOctHDFC\t\u00a0₹'), maxLength: 24 }),
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 20 }),
  fc.constantFrom(...FIELDS.map((field) => kindOf(field).sample)),
  fc.constantFrom(
    '12-Mar',
    'MAR-21',
    '1.5E+11',
    '="0012"',
    "'0012",
    '#N/A',
    '91981234567890',
    '0981234567',
    'a  b',
    ' a',
  ),
);

describe('one look at a cell', () => {
  it('clears nothing that a rule has something to say about', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), cell, (field, raw) => {
        if (!isCleanCell(field, raw)) return;
        expect(damageOf(field.kind, raw)).toBeNull();
        expect(cleanField(field, raw)).toBe(raw);
        expect(violationOf(field, raw)).toBeNull();
        expect(kindOf(field).advise?.(raw) ?? null).toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(FIELDS.filter(({ kind }) => !['amount', 'flag', 'url', 'state', 'language'].includes(kind)))(
    'clears the sample of $path',
    (field) => {
      expect(isCleanCell(field, kindOf(field).sample)).toBe(true);
    },
  );
});

it('an amount that is read at one look is the one that the rules read', () => {
  const typed = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789.,'), maxLength: 12 }),
    fc.double({ min: 0, max: 99_999_999, noNaN: true }).map((rupees) => rupees.toFixed(2)),
  );
  fc.assert(
    fc.property(typed, (raw) => {
      const paise = plainPaise(raw);
      if (paise !== null) expect(parseAmount(raw)).toEqual({ ok: true, amountMinor: BigInt(paise) });
    }),
    { numRuns: 5_000 },
  );
  expect(plainPaise('1500')).toBe(150_000);
  expect(plainPaise('1500.5')).toBe(150_050);
});
