import { Agent, request } from 'node:http';
import type { Bench } from './bench.ts';
import { startConsole } from './bench-console.ts';
import { startEmptyApp } from './empty-app.ts';

const ROWS = 100_000;
const AT_ONCE = 8;
const SECONDS = 5;
/** As the list asks for them: first pages, narrowed and ordered in turn. */
const PATHS = ['', '?state=failed', '?sort=-amount', '?state=successful&amount=1000..5000'].map(
  (search) => `/api/payouts${search}`,
);

/** Signed in, authorised, parsed, read and written as JSON, held against a page of Next that does nothing. */
export const bench = (rows = ROWS): Bench => ({
  title: `a page of the list of ${rows.toLocaleString('en-IN')} rows end to end through Next against an empty dynamic page`,
  unit: 'requests a second',
  ship: 0.5,
  async prepare() {
    const [console, empty] = [await startConsole(), await startEmptyApp()];
    await console.fill(rows);
    return {
      ours: () => rate(console.origin, PATHS, console.cookie),
      peer: () => rate(empty.origin, ['/']),
      async close() {
        await empty.close();
        await console.close();
      },
    };
  },
});

async function rate(origin: string, paths: readonly string[], cookie = ''): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const begun = performance.now();
  let count = 0;
  const askOn = async () => {
    while (performance.now() - begun < SECONDS * 1_000) {
      await get(`${origin}${paths[count % paths.length]}`, agent, cookie);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  agent.destroy();
  return count / ((performance.now() - begun) / 1_000);
}

function get(url: string, agent: Agent, cookie: string): Promise<void> {
  return new Promise((done, failed) => {
    const sent = request(url, { agent, headers: { cookie, accept: 'application/json' } }, (response) => {
      response.on('end', () => (response.statusCode === 200 ? done() : failed(new Error(`${response.statusCode}`))));
      response.resume();
    });
    sent.on('error', failed).end();
  });
}
