import { gzipSync } from 'node:zlib';
import type { Measure } from './bench.ts';
import { startConsole } from './bench-console.ts';

/** react-admin's list and create of the same columns, gzipped, as measured once. */
const PEER_KB = 359;
const SHIP = 0.55;

/** What a browser loads to show the list: every script the page names, as it is sent, but for browsers without modules. */
export const bench: Measure = {
  title: `first-load JavaScript of the list, gzipped, against ${PEER_KB} kB of react-admin`,
  async measure() {
    const console = await startConsole();
    try {
      const page = await textOf(console.get('/payouts'));
      const paths = new Set(
        // No browser that the console works in asks for what is marked `nomodule`: 40 kB of old polyfills.
        [...page.matchAll(/<script(?![^>]* nomodule)[^>]+src="(\/_next\/static\/[^"]+\.js)"/gi)].map(
          ([, path]) => path ?? '',
        ),
      );
      if (paths.size === 0) throw new Error('the page names no script');
      const sizes = await Promise.all([...paths].map(async (path) => gzipSync(await textOf(console.get(path))).length));
      const kb = sizes.reduce((sum, size) => sum + size, 0) / 1_000;
      const ratio = kb / PEER_KB;
      return {
        isMet: ratio <= SHIP,
        notes: [
          `${kb.toFixed(0)} kB in ${paths.size} files: ${ratio.toFixed(2)} of the peer's; ships up to ${SHIP}.`,
          `The largest files have ${sizes
            .toSorted((a, b) => b - a)
            .slice(0, 5)
            .map((size) => Math.round(size / 1_000))
            .join(', ')} kB.`,
        ],
      };
    } finally {
      await console.close();
    }
  },
};

async function textOf(asked: ReturnType<Awaited<ReturnType<typeof startConsole>>['get']>): Promise<string> {
  const response = await asked;
  if (response.statusCode !== 200) throw new Error(`it was answered with ${response.statusCode}`);
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return text;
}
