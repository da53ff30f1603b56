import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inheritedEnv } from '#lib/server/env.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, '.cache/bench-empty');
const NEXT = join(PROJECT, 'node_modules/next/dist/bin/next');
const PORT = 3_271;

const FILES: Record<string, string> = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': `export default { turbopack: { root: ${JSON.stringify(PROJECT)} } };`,
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  'app/page.jsx': "export const dynamic = 'force-dynamic';\nexport default () => <p>Nothing</p>;",
};

/** Builds and starts a Next app of one dynamic page with nothing on it, by the Next that Paydesk runs on. */
export async function startEmptyApp(): Promise<{ origin: string; close(): Promise<void> }> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'app'), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, path), text);
  const env = { ...inheritedEnv(), NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  await promisify(execFile)(process.execPath, [NEXT, 'build'], { cwd: FOLDER, env });
  const child = spawn(process.execPath, [NEXT, 'start', '-p', String(PORT)], { cwd: FOLDER, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const origin = `http://localhost:${PORT}`;
  for (let tries = 0; !(await fetch(origin).catch(() => null))?.ok; tries += 1) {
    if (tries > 100) throw new Error('the empty app did not start');
    await wait(200);
  }
  return {
    origin,
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(FOLDER, { recursive: true, force: true });
    },
  };
}
