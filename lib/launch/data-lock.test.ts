import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDir } from './data-lock.ts';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';

let folder: string;
const sleepers: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-lock-'));
});
afterEach(() => {
  for (const sleeper of sleepers.splice(0)) sleeper.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function sleeper(): ProcessMark {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  sleepers.push(child);
  const mark = markOf(child.pid ?? 0);
  if (!mark) throw new Error('the sleeper did not start');
  return mark;
}

const dead: ProcessMark = { pid: 999_999_999, started: 'long ago' };
const held = (launcher: ProcessMark, children: Record<string, ProcessMark> = {}) =>
  writeFileSync(join(folder, 'launcher.json'), JSON.stringify({ launcher, children }));
const holder = () => JSON.parse(readFileSync(join(folder, 'launcher.json'), 'utf8')) as { launcher: ProcessMark };

test('a second launcher is refused in one line that names the folder and the process', async () => {
  const other = sleeper();
  held(other);
  await expect(lockDataDir(folder)).rejects.toThrow(
    new RegExp(`^Paydesk already runs on ${folder} \\(process ${other.pid}\\)\\.[^\\n]+$`),
  );
  expect(holder().launcher).toEqual(other);
});

test('the lock of a dead launcher is taken over, and its children that still live are ended', async () => {
  const orphan = sleeper();
  held(dead, { web: orphan, postgres: dead });
  await lockDataDir(folder);
  expect(isAlive(orphan)).toBe(false);
  expect(holder().launcher.pid).toBe(process.pid);
});

test('a stranger that got the pid of a child that is gone is left alone', async () => {
  const stranger = sleeper();
  held(dead, { worker: { ...stranger, started: 'before' } });
  await lockDataDir(folder);
  expect(isAlive(stranger)).toBe(true);
});

test('a stranger that got the pid of the dead launcher holds nothing', async () => {
  held({ ...sleeper(), started: 'before' });
  await lockDataDir(folder);
  expect(holder().launcher.pid).toBe(process.pid);
});

test.each(['', '{', 'null', '[]', '{}'])('a lock file cut short to %j is nobody’s', async (text) => {
  writeFileSync(join(folder, 'launcher.json'), text);
  await lockDataDir(folder);
  expect(holder().launcher.pid).toBe(process.pid);
});

test('of two that start at once one is refused', async () => {
  held(dead);
  const results = await Promise.allSettled([lockDataDir(folder), lockDataDir(folder)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a released lock leaves nothing behind', async () => {
  const lock = await lockDataDir(folder);
  lock.note('web', sleeper().pid);
  lock.note('web', undefined);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});
