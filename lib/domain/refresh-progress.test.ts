import { expect, test } from 'vitest';
import { progressOf, type RefreshCounts } from './refresh-progress.ts';

const NOW = new Date('2026-11-24T06:30:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const none: RefreshCounts = { total: 100, asked: 0, answered: 0, idle: 0, held: 0, firstAt: null, lastAt: null };

test.each<[string, Partial<RefreshCounts>, object]>([
  ['has not begun', {}, { left: 100, done: 0, isOpen: true, perSecond: null, secondsToGo: null }],
  [
    'is under way',
    { asked: 51, answered: 40, firstAt: ago(10), lastAt: ago(0) },
    { left: 49, done: 40, isOpen: true, perSecond: 5, secondsToGo: 10 },
  ],
  [
    'stands behind a pause',
    { asked: 51, answered: 51, held: 49, firstAt: ago(10), lastAt: ago(0) },
    { left: 49, isOpen: true, secondsToGo: null },
  ],
  ['awaits answers', { asked: 90, answered: 80, idle: 10, lastAt: ago(89) }, { left: 0, done: 90, isOpen: true }],
  ['awaits none any more', { asked: 90, answered: 80, idle: 10, lastAt: ago(91) }, { left: 0, isOpen: false }],
  ['is done', { asked: 90, answered: 90, idle: 10, lastAt: ago(1) }, { left: 0, done: 100, isOpen: false }],
])('a refresh that %s', (_, counts, progress) =>
  expect(progressOf({ ...none, ...counts }, NOW)).toMatchObject(progress),
);
