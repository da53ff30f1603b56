import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { env, EnvError } from '#lib/server/env.ts';
import { createSandbox } from './server.ts';

// This entry point alone reaches beyond the domain, for its settings; the gateway itself knows nothing of the console.

const USAGE = 'Usage: npm run sandbox -- [--settle-ms N] [--instant]';

/** Reads the settings, starts the gateway and stops it when told to. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'settle-ms': { type: 'string' }, instant: { type: 'boolean' } } });
  const settleMs = values['settle-ms'] === undefined ? null : Number(values['settle-ms']);
  if (settleMs !== null && !(Number.isInteger(settleMs) && settleMs >= 0)) throw new EnvError(USAGE);
  const { SANDBOX_PORT, SANDBOX_DATA_DIR, DATA_DIR } = env();
  const sandbox = await createSandbox({
    dataDir: SANDBOX_DATA_DIR ?? join(DATA_DIR, 'sandbox'),
    port: SANDBOX_PORT,
    pace: {
      ...(settleMs === null ? {} : { settleMs: { min: settleMs, max: settleMs } }),
      instant: values.instant ?? false,
    },
  });
  console.log(JSON.stringify({ msg: 'sandbox gateway ready', url: sandbox.url }));
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: NodeJS.ErrnoException): void {
  const isExpected =
    error instanceof EnvError || error.code === 'EADDRINUSE' || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(
    error.code === 'EADDRINUSE'
      ? 'The port of the sandbox gateway is taken: set SANDBOX_PORT.'
      : isExpected
        ? error.message
        : error,
  );
  process.exit(1);
}

main().catch(fail);
