import { expect, it } from 'vitest';
import { readJson, writeJson } from './json.ts';

it('carries instants and paise through JSON unharmed', () => {
  const row = {
    id: '7',
    amountMinor: 9_007_199_254_740_993n,
    createdAt: new Date('2026-11-23T08:35:09.123Z'),
    finalAt: null,
    at: 'x',
  };
  expect(readJson(writeJson({ rows: [row], next: null }))).toEqual({ rows: [row], next: null });
});
