import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { recordsToCrlf } from './crlf.ts';

function convert(text: string, cutAt: number[] = []): string {
  const bytes = Buffer.from(text);
  const through = recordsToCrlf();
  const cuts = [0, ...cutAt.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return Buffer.concat(cuts.slice(1).map((end, index) => through.change(bytes.subarray(cuts[index], end)))).toString();
}

test.each([
  ['a,b\n1,2\n', 'a,b\r\n1,2\r\n'],
  ['"a\nb",c\n', '"a\nb",c\r\n'],
  ['"a""\nb",c\n', '"a""\nb",c\r\n'],
  ['"a\r\nb"\n', '"a\r\nb"\r\n'],
  ['"",""\n', '"",""\r\n'],
])('%j becomes %j', (written, wanted) => {
  expect(convert(written)).toBe(wanted);
});

it('gives the same however the file is cut', () => {
  const file = fc.string({ unit: fc.constantFrom('a', '"', '\n', ',', 'ü', '₹') });
  fc.assert(
    fc.property(file, fc.array(fc.nat()), (text, cuts) => {
      expect(convert(text, cuts)).toBe(convert(text));
    }),
  );
});
