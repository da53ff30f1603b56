import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { assertPortsFree } from './ports.ts';
import { isAlive, markOf } from './process-mark.ts';
import { supervise, type Supervised } from './supervise.ts';

const STUBBORN = `process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000)`;

function watch(script: string, { graceMs = 5_000, maxDeaths = Infinity } = {}) {
  const lines: string[] = [];
  const pids: (number | undefined)[] = [];
  const service: Supervised = supervise(
    {
      name: 'web',
      stopSignal: 'SIGTERM',
      graceMs,
      spawn: () =>
        spawn(process.execPath, ['-e', `${script}; console.log('up')`], { stdio: ['ignore', 'pipe', 'ignore'] }),
    },
    {
      say: (line) => lines.push(line),
      note: (_, pid) => pids.push(pid),
      mayRestart: (_, deaths) => deaths < maxDeaths,
    },
  );
  const isUp = () => new Promise((resolve) => service.child().stdout?.once('data', resolve));
  return { service, lines, pids, isUp };
}

test('a service that dies is started again, and said to have died', async () => {
  const { service, lines, pids } = watch('setTimeout(() => {}, 60_000)');
  const first = service.child().pid;
  service.child().kill('SIGKILL');
  await expect.poll(() => pids.length, { timeout: 5_000 }).toBe(3);
  expect(pids).toEqual([first, undefined, service.child().pid]);
  expect(service.child().pid).not.toBe(first);
  expect(lines).toEqual(['web ended unexpectedly (signal SIGKILL); starting it again in 0.5 s.']);
  await service.stop();
});

test('one that keeps dying is given up where its watcher says so', async () => {
  const { service, lines } = watch('process.exit(3)', { maxDeaths: 2 });
  await expect
    .poll(() => lines, { timeout: 5_000 })
    .toEqual([
      'web ended unexpectedly (exit code 3); starting it again in 0.5 s.',
      'web ended unexpectedly (exit code 3).',
    ]);
  await service.stop();
});

test('stopping ends it for good, by force when it does not listen', async () => {
  const { service, lines, pids, isUp } = watch(STUBBORN, { graceMs: 300 });
  await isUp();
  const mark = markOf(service.child().pid ?? 0);
  if (!mark) throw new Error('the service did not start');
  await service.stop();
  expect(isAlive(mark)).toBe(false);
  expect(lines).toEqual(['web did not end within 0.3 s; forcing it.']);
  expect(pids.at(-1)).toBeUndefined();
});

test('a busy port and a port named twice are refused by the names of their variables', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const wanted = [
    { variable: 'PORT', port, host: '::' },
    { variable: 'SANDBOX_PORT', port, host: '127.0.0.1' },
  ];
  await expect(assertPortsFree(wanted)).rejects.toThrow(
    `Port ${port} is busy: stop what listens there, or set PORT to another port.\n` +
      `SANDBOX_PORT and PORT are both ${port}: give each its own port.`,
  );
  await new Promise((resolve) => taken.close(resolve));
  await assertPortsFree(wanted.slice(0, 1));
});
