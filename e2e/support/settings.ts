import { join, resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The ports and the folder of the Paydesk that the journeys start for themselves, apart from one in daily use. */
export const E2E = {
  port: 3210,
  sandboxPort: 4210,
  // Below the range from which outgoing connections take theirs, as the others are: one of them could hold it.
  pgPort: 24339,
  dataDir: join(PROJECT, '.cache/e2e-data'),
  /** The password of the seeded people in this run. */
  demoPassword: 'journey-journey-journey',
} as const;

export const BASE_URL = `http://localhost:${E2E.port}`;
export const SANDBOX_URL = `http://127.0.0.1:${E2E.sandboxPort}`;

/** The environment that `npm start` gets for them. */
export const CONSOLE_ENV: Record<string, string> = {
  PORT: String(E2E.port),
  SANDBOX_PORT: String(E2E.sandboxPort),
  PG_PORT: String(E2E.pgPort),
  DATA_DIR: E2E.dataDir,
  DEMO_PASSWORD: E2E.demoPassword,
  DATABASE_URL: '',
  PUBLIC_URL: '',
  LOG_LEVEL: 'warn',
};
