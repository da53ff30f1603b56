import { describe, expect, it } from 'vitest';
import { parseTheme } from './theme.ts';

describe('parseTheme', () => {
  it('follows the system unless the cookie names light or dark', () => {
    expect(['light', 'dark', 'system', '', '"><script>', undefined].map(parseTheme)).toEqual([
      'light',
      'dark',
      'system',
      'system',
      'system',
      'system',
    ]);
  });
});
