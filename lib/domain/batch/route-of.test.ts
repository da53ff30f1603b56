import { describe, expect, test } from 'vitest';
import { CATALOG } from '../catalog.ts';
import { createRouter, type BatchConnection } from './route-of.ts';

const shop = (id: string, option: string): BatchConnection => ({ id, name: `Shop ${id}`, option, mode: 'either' });
const connections = [shop('a', 'OS'), shop('b', 'OS'), shop('c', 'PFR')];
const mapping = ['option', 'connection', 'account'];
const routed = (cells: string[], more: Partial<Parameters<typeof createRouter>[0]> = {}) => {
  const found = createRouter({ mapping, connections, ...more }, CATALOG)(cells);
  return 'connection' in found ? found.connection.id : found.finding.message;
};

describe('a row goes', () => {
  test.each<[string, string[], string]>([
    ['to the connection it names, however that is written', ['', ' SHOP  b ', '1'], 'b'],
    ['to the connection it names, by option too', ['os', 'Shop a', '1'], 'a'],
    ['to the only connection of its option', ['pfr', '', '1'], 'c'],
    ['to the one chosen for all where it names none', ['', '', '1'], 'a'],
    ['to the one chosen for all where that has its option', ['OS', '', '1'], 'a'],
    ['nowhere when there is no such connection', ['', 'Shop z', '1'], 'There is no connection “Shop z”.'],
    ['nowhere when there is no such option', ['ZZ', '', '1'], 'There is no option “ZZ”.'],
    ['nowhere when its option has no connection', ['EAN', '', '1'], 'No connection has option EAN.'],
    [
      'nowhere when option and connection disagree',
      ['PFR', 'Shop a', '1'],
      'Shop a belongs to option OS, this row says PFR.',
    ],
  ])('%s', (_, cells, wanted) => expect(routed(cells, { connectionId: 'a' })).toBe(wanted));

  test('to the one chosen for its option where that has several', () => {
    expect(routed(['OS', '', '1'])).toBe('Choose the connection for option OS.');
    expect(routed(['OS', '', '1'], { through: { OS: 'b' } })).toBe('b');
  });

  test('nowhere when nothing was chosen', () => {
    expect(routed(['', '', '1'])).toBe('Choose the connection that these rows go through.');
  });
});
