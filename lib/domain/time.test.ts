import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { describeWindow, formatIst, formatUtc, inQuietHours, isCalendarDate, istDate, istDayBounds } from './time.ts';

const QUIET = { startUtc: '15:30', endUtc: '17:30' };
const NIGHT = { startUtc: '22:00', endUtc: '02:00' };
const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

function at(text: string): Date {
  return new Date(text);
}

describe('Indian time', () => {
  test.each([
    ['2026-11-23T08:35:09Z', '2026-11-23', '23 Nov 2026, 14:05:09 IST', '23 Nov 2026, 08:35:09 UTC'],
    ['2026-11-23T18:29:59Z', '2026-11-23', '23 Nov 2026, 23:59:59 IST', '23 Nov 2026, 18:29:59 UTC'],
    ['2026-11-23T18:30:00Z', '2026-11-24', '24 Nov 2026, 00:00:00 IST', '23 Nov 2026, 18:30:00 UTC'],
    ['2026-12-31T20:00:00Z', '2027-01-01', '1 Jan 2027, 01:30:00 IST', '31 Dec 2026, 20:00:00 UTC'],
  ])('of %s', (utc, day, ist, shownUtc) => {
    expect(istDate(at(utc))).toBe(day);
    expect(formatIst(at(utc))).toBe(ist);
    expect(formatUtc(at(utc))).toBe(shownUtc);
  });

  it('agrees with the time-zone tables of the platform', () => {
    const reference = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' });
    fc.assert(
      fc.property(instant, (date) => {
        expect(istDate(date)).toBe(reference.format(date));
      }),
    );
  });

  it('is refused for an invalid date', () => {
    expect(() => istDate(at('nonsense'))).toThrow(RangeError);
    expect(() => formatIst(at('nonsense'))).toThrow(RangeError);
  });
});

describe('a day in India', () => {
  it('runs from 18:30 UTC to 18:30 UTC', () => {
    expect(istDayBounds('2026-11-23')).toEqual({ from: at('2026-11-22T18:30:00Z'), to: at('2026-11-23T18:30:00Z') });
  });

  it('holds every instant of its date and no other', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const { from, to } = istDayBounds(istDate(date));
        expect(from <= date && date < to).toBe(true);
        expect(istDate(to)).not.toBe(istDate(date));
        expect(istDate(new Date(from.getTime() - 1))).not.toBe(istDate(date));
      }),
    );
  });

  test.each(['2026-02-30', '2026-02-29', '2026-13-01', '2026-1-1', '23-11-2026', '2026-11-23T00:00', '', 'today'])(
    '%j is no day',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
      expect(() => istDayBounds(text)).toThrow(RangeError);
    },
  );

  test.each(['2028-02-29', '2026-11-23', '2026-12-31'])('%j is a day', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });
});

describe('a daily window', () => {
  test.each([
    ['2026-11-23T15:29:59.999Z', false],
    ['2026-11-23T15:30:00Z', true],
    ['2026-11-23T17:29:59.999Z', true],
    ['2026-11-23T17:30:00Z', false],
    ['2026-11-23T03:30:00Z', false],
    ['2026-11-23T10:00:00Z', false],
    ['1969-12-31T16:00:00Z', true],
  ])('from 15:30 to 17:30 UTC at %s: %s', (utc, inside) => {
    expect(inQuietHours(at(utc), QUIET)).toBe(inside);
  });

  test.each([
    ['2026-11-23T21:59:59Z', false],
    ['2026-11-23T22:00:00Z', true],
    ['2026-11-24T00:00:00Z', true],
    ['2026-11-24T01:59:59Z', true],
    ['2026-11-24T02:00:00Z', false],
  ])('over midnight at %s: %s', (utc, inside) => {
    expect(inQuietHours(at(utc), NIGHT)).toBe(inside);
  });

  it('is never in force together with the rest of the day, and one of the two always is', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(QUIET, NIGHT), (date, window) => {
        const rest = { startUtc: window.endUtc, endUtc: window.startUtc };
        expect(inQuietHours(date, window)).toBe(!inQuietHours(date, rest));
      }),
    );
  });

  it('is empty where it ends as it starts', () => {
    expect(inQuietHours(at('2026-11-23T15:30:00Z'), { startUtc: '15:30', endUtc: '15:30' })).toBe(false);
  });

  it('is said in both zones', () => {
    expect(describeWindow(QUIET)).toBe('21:00 to 23:00 IST (15:30 to 17:30 UTC)');
    expect(describeWindow(NIGHT)).toBe('03:30 to 07:30 IST (22:00 to 02:00 UTC)');
  });

  test.each(['24:00', '3:30', '15:60', '', '15:30 PM'])('refuses %j as a time', (time) => {
    expect(() => inQuietHours(at('2026-11-23T15:30:00Z'), { startUtc: time, endUtc: '17:30' })).toThrow(RangeError);
    expect(() => describeWindow({ startUtc: '15:30', endUtc: time })).toThrow(RangeError);
  });
});
