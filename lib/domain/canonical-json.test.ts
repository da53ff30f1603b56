import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Canonical } from './canonical-json.ts';

describe('canonical JSON', () => {
  test.each<[string, Canonical]>([
    ['{"":5,"10":6,"9":7,"B":3,"a":2,"aa":4,"b":1}', { b: 1, a: 2, B: 3, aa: 4, '': 5, '10': 6, '9': 7 }],
    ['{"x":[],"y":null}', { z: undefined, y: null, x: [] }],
    ['"12345678901234567890"', 12345678901234567890n],
    ['"2026-11-23T04:41:12.013Z"', new Date('2026-11-23T10:11:12.013+05:30')],
    ['"000aff"', new Uint8Array([0, 10, 255])],
    ['"ab"', Buffer.from('ab', 'hex')],
    ['"a\\"\\\\/\\u0001\\n\u2028₹😀"', 'a"\\/\u0001\n\u2028₹😀'],
    ['[true,false,null,-7,0]', [true, false, null, -7, 0]],
    ['{"__proto":1,"constructor":2}', Object.assign(Object.create(null) as object, { __proto: 1, constructor: 2 })],
  ])('writes %s', (written, value) => expect(canonicalJson(value)).toBe(written));

  test.each([
    ['a float', 0.5],
    ['a number too large to be exact', 2 ** 53],
    ['minus nothing', -0],
    ['infinity', Infinity],
    ['not a number', NaN],
    ['half a character', '\ud800'],
    ['half a character in a key', { '\udc00': 1 }],
    ['undefined in a list', [undefined]],
    ['nothing', undefined],
    ['a function', () => 1],
    ['a map', new Map([['a', 1]])],
    ['a float deep inside', { a: [{ b: 1.5 }] }],
    ['a date that is none', new Date(NaN)],
  ])('does not exist for %s', (_, value) => expect(() => canonicalJson(value as never)).toThrow());

  const data = fc.letrec<{ value: Canonical }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger().map((number) => number || 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
    ),
  })).value;

  test('says the same as JSON does, and stays as it is when read and written again', () => {
    fc.assert(
      fc.property(data, (value) => {
        const written = canonicalJson(value);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(written) as Canonical)).toBe(written);
      }),
    );
  });

  test('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer(), { maxKeys: 8 }), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });
});
