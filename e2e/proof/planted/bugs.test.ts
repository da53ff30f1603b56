import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant } from './bug.ts';
import { BUGS, handful } from './bugs.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

describe('a planted bug', () => {
  it.each(BUGS.map((bug) => [bug.id, bug] as const))('(%s) still has its place, and can be read with it', (_, bug) => {
    const shipped = read(bug.file);
    const planted = plant(bug, shipped);
    expect(planted).not.toBe(shipped);
    if (bug.file.endsWith('.ts')) expect(() => stripTypeScriptTypes(planted)).not.toThrow();
  });

  it('is refused where its place is not there exactly once', () => {
    const [bug] = BUGS;
    if (!bug) throw new Error('there are no planted bugs');
    expect(() => plant(bug, '')).toThrow(bug.id);
    expect(() => plant(bug, bug.find.repeat(2))).toThrow('2 times');
  });

  it('has an id of its own, and a test that exists where a test is to catch it', () => {
    expect(new Set(BUGS.map(({ id }) => id)).size).toBe(BUGS.length);
    for (const { id, catcher } of BUGS) {
      if (catcher.by === 'test') expect(read(catcher.file).split(catcher.title).length - 1, id).toBe(1);
    }
  });
});

describe('handfuls', () => {
  it('are of the size asked for and have every bug in its turn', () => {
    const days = [20_000, 20_001, 20_002, 20_003, 20_004];
    const seen = days.flatMap((day) => [...handful(day, 5)]);
    expect(days.map((day) => handful(day, 5).length)).toEqual([5, 5, 5, 5, 5]);
    expect(new Set(seen)).toEqual(new Set(BUGS));
  });
});
