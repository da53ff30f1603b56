import { describe, expect, it } from 'vitest';
import { formatAge } from './format-age.ts';

const NOW = new Date('2026-11-22T09:34:05Z');
const ago = (seconds: number) => formatAge(new Date(NOW.getTime() - seconds * 1000), NOW);

describe('formatAge', () => {
  it.each([
    [0, 'just now'],
    [4, 'just now'],
    [5, '5 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3599, '59 min ago'],
    [3600, '1 h ago'],
    [47 * 3600, '47 h ago'],
    [48 * 3600, '2 days ago'],
    [-4, 'just now'],
    [-90, 'in 1 min'],
    [-7200, 'in 2 h'],
  ])('says %d seconds as %s', (seconds, said) => {
    expect(ago(seconds)).toBe(said);
  });
});
