import { describe, expect, it } from 'vitest';
import { ROLES } from './access.ts';
import { stageOf } from './second-factor.ts';

const own = { isDemo: false, isLive: false, hasFactor: false, hasProven: false };

describe('how far a session has come', () => {
  it.each(['maker', 'checker', 'admin'] as const)('a %s has to add a factor before anything else', (role) => {
    expect(stageOf({ ...own, role })).toBe('enrol');
    expect(stageOf({ ...own, role, isLive: true })).toBe('enrol');
    expect(stageOf({ ...own, role, isDemo: true, isLive: true })).toBe('enrol');
  });

  it.each(['viewer', 'auditor'] as const)('a %s may go without', (role) => {
    expect(stageOf({ ...own, role })).toBe('full');
    expect(stageOf({ ...own, role, isLive: true })).toBe('full');
  });

  it.each(ROLES)('whoever has a factor has to give it: %s', (role) => {
    for (const isDemo of [true, false]) {
      for (const isLive of [true, false]) {
        expect(stageOf({ role, isDemo, isLive, hasFactor: true, hasProven: false })).toBe('prove');
        expect(stageOf({ role, isDemo, isLive, hasFactor: true, hasProven: true })).toBe('full');
      }
    }
  });

  it.each(ROLES)('the demo %s comes in without one while no live connection exists', (role) => {
    expect(stageOf({ ...own, role, isDemo: true })).toBe('full');
  });

  it('a proof of a factor that is gone does not count where one is needed', () => {
    expect(stageOf({ ...own, role: 'maker', hasProven: true })).toBe('enrol');
  });
});
