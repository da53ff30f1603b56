import { expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { findOption } from './find-option.ts';

it.each(Object.entries(CATALOG))('finds option %s by its code', (code, option) => {
  expect(findOption(code)).toBe(option);
});

it.each(['', 'ZZ', 'pfr', 'constructor', '__proto__', 'toString'])('finds nothing for %j', (code) => {
  expect(findOption(code)).toBeNull();
});
