import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { env, EnvError } from '#lib/server/env.ts';
import { log } from '#lib/server/log.ts';
import { createSandbox } from './server.ts';

// This entry point alone reaches beyond the domain, for its settings; the gateway itself knows nothing of the console.

const USAGE = 'Usage: npm run sandbox -- [--settle-ms N] [--instant]';

/** Reads the settings, starts the gateway and stops it when told to. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'settle-ms': { type: 'string' }, instant: { type: 'boolean' } } });
  const settleMs = values['settle-ms'] === undefined ? null : Number(values['settle-ms']);
  if (settleMs !== null && !(Number.isInteger(settleMs) && settleMs >= 0)) throw new EnvError(USAGE);
  const { SANDBOX_PORT, SANDBOX_DATA_DIR, DATA_DIR } = env();
  const logger = log('sandbox');
  const sandbox = await createSandbox({
    dataDir: SANDBOX_DATA_DIR ?? join(DATA_DIR, 'sandbox'),
    port: SANDBOX_PORT,
    onError: (error) => logger.error({ err: error }, 'a request failed'),
    pace: {
      ...(settleMs === null ? {} : { settleMs: { min: settleMs, max: settleMs } }),
      instant: values.instant ?? false,
    },
  });
  logger.info({ url: sandbox.url }, 'sandbox gateway ready');
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: NodeJS.ErrnoException): void {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
}

/** In plain words what a person can put right, with the stack what is a bug. */
function describe(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'The port of the sandbox gateway is taken: set SANDBOX_PORT.';
  if (error instanceof EnvError || error.code?.startsWith('ERR_PARSE_ARGS')) return error.message;
  return error.stack ?? error.message;
}

main().catch(fail);
