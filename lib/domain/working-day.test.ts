import { expect, it } from 'vitest';
import { nextWorkingDay } from './working-day.ts';

it.each([
  ['a Tuesday', '2026-11-24T10:00:00+05:30', '2026-11-26T00:00:00+05:30'],
  ['the first minute of a day', '2026-11-24T00:00:00+05:30', '2026-11-26T00:00:00+05:30'],
  ['the last minute of a day', '2026-11-24T23:59:59+05:30', '2026-11-26T00:00:00+05:30'],
  ['a Thursday', '2026-11-26T10:00:00+05:30', '2026-11-28T00:00:00+05:30'],
  ['a Friday', '2026-11-27T10:00:00+05:30', '2026-12-01T00:00:00+05:30'],
  ['a Saturday', '2026-11-28T10:00:00+05:30', '2026-12-01T00:00:00+05:30'],
  ['a Sunday', '2026-11-29T10:00:00+05:30', '2026-12-01T00:00:00+05:30'],
])('ends the next working day after %s', (_, at, end) => expect(nextWorkingDay(new Date(at))).toEqual(new Date(end)));
