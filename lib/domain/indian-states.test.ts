import { describe, expect, it, test } from 'vitest';
import { FORMER_STATES, INDIAN_STATES, currentStateCode, stateName } from './indian-states.ts';

describe('the states of India', () => {
  it('are the current codes of ISO 3166-2:IN, once each and sorted by name', () => {
    const current =
      'AP AR AS BR CG GA GJ HP HR JH KA KL MH ML MN MP MZ NL OD PB RJ SK TN TR TS UK UP WB AN CH DH DL JK LA LD PY';
    expect(INDIAN_STATES.map(({ code }) => code).sort()).toEqual(current.split(' ').sort());
    const names = INDIAN_STATES.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('never take a withdrawn code for a current one', () => {
    const current = INDIAN_STATES.map(({ code }) => code);
    for (const [former, now] of FORMER_STATES) {
      expect(current).not.toContain(former);
      expect(current).toContain(now);
    }
  });

  test.each([
    ['OR', 'OD', 'Odisha'],
    ['CT', 'CG', 'Chhattisgarh'],
    ['TG', 'TS', 'Telangana'],
    ['UT', 'UK', 'Uttarakhand'],
    ['UL', 'UK', 'Uttarakhand'],
    ['DN', 'DH', 'Dadra and Nagar Haveli and Daman and Diu'],
    ['DD', 'DH', 'Dadra and Nagar Haveli and Daman and Diu'],
    ['DL', 'DL', 'Delhi'],
    [' in-dl ', 'DL', 'Delhi'],
    ['XX', null, null],
    ['D', null, null],
    ['DEL', null, null],
    ['', null, null],
  ])('%j is now %j, %j', (code, current, name) => {
    expect(currentStateCode(code)).toBe(current);
    expect(stateName(code)).toBe(name);
  });
});
