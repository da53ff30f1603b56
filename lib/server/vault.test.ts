import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createVault, sameDigest } from './vault.ts';

const vault = createVault(randomBytes(32).toString('base64'));

describe('vault', () => {
  it('opens what it sealed for the same row', () => {
    expect(vault.open(vault.seal('5010 रु', 'payout:1'), 'payout:1')).toBe('5010 रु');
  });

  it('refuses a value moved to another row', () => {
    expect(() => vault.open(vault.seal('50100012345670', 'payout:1'), 'payout:2')).toThrow();
  });

  it('refuses a value with any byte changed', () => {
    const sealed = vault.seal('50100012345670', 'payout:1');
    for (let i = 0; i < sealed.length; i++) {
      const bad = Buffer.from(sealed);
      bad[i] = (bad[i] ?? 0) ^ 1;
      expect(() => vault.open(bad, 'payout:1')).toThrow();
    }
  });

  it('refuses a value sealed by another key', () => {
    const other = createVault(randomBytes(32).toString('base64'));
    expect(() => vault.open(other.seal('x', 'a'), 'a')).toThrow('another key');
  });

  it('never seals the same text to the same bytes, and always indexes it alike', () => {
    const sealed = Array.from({ length: 1_000 }, () => vault.seal('x', 'a').toString('hex'));
    expect(new Set(sealed).size).toBe(sealed.length);
    const ivs = new Set(sealed.map((hex) => hex.slice(10, 34)));
    expect(ivs.size).toBe(sealed.length);
    expect(sameDigest(vault.blindIndex('x'), vault.blindIndex('x'))).toBe(true);
    expect(sameDigest(vault.blindIndex('x'), vault.contentDigest('x'))).toBe(false);
  });
});
