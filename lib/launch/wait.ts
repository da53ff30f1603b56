import { connect } from 'node:net';
import { env } from '#lib/server/env.ts';
import { StartProblem } from './start-problem.ts';

const HEALTHY_MS = 60_000;
const LISTENING_MS = 30_000;
const PAUSE_MS = 50;

/** Resolves when `GET /api/health` answers 200; throws `StartProblem` with the last answer after a minute. */
export async function waitUntilHealthy(): Promise<void> {
  const { HOST, PORT } = env();
  const host = !HOST || HOST === '::' || HOST === '0.0.0.0' ? '127.0.0.1' : HOST;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${PORT}/api/health`;
  let answer = 'no answer';
  const isHealthy = await retry(HEALTHY_MS, async () => {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    answer = `${response.status} ${await response.text()}`.slice(0, 500);
    return response.status === 200;
  });
  if (!isHealthy) throw new StartProblem(`Paydesk did not become healthy within a minute: ${answer}`);
}

/** Resolves when something on this machine accepts connections on a port. */
export async function waitUntilListening(port: number): Promise<void> {
  const isListening = await retry(LISTENING_MS, () => accepts(port));
  if (!isListening) throw new StartProblem(`Nothing answers on port ${port}.`);
}

async function retry(limitMs: number, attempt: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    if (await attempt().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
