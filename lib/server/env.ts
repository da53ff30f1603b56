import { z } from 'zod';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 1 to 65535')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65535, 'must be a whole number from 1 to 65535');

const keyBytes = 32;
const key = z.string().refine((value) => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === keyBytes && bytes.toString('base64') === value;
}, `must be ${keyBytes} bytes in base64 (44 characters)`);

/** Newest first; the earlier ones are kept until everything is sealed anew. */
const keys = z
  .string()
  .refine(
    (value) => value.split(',').every((one) => key.safeParse(one).success),
    `must be ${keyBytes} bytes in base64 (44 characters), or several such between commas`,
  );

const url = (protocols: string[], message: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), message);

const onOff = z.enum(['on', 'off'], 'must be "on" or "off"').transform((value) => value === 'on');

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const SCHEMA = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test'], 'must be development, production or test'),
    DATABASE_URL: url(['postgres:', 'postgresql:'], 'must be a postgres:// address').optional(),
    MIGRATE_DATABASE_URL: url(['postgres:', 'postgresql:'], 'must be a postgres:// address').optional(),
    PUBLIC_URL: url(['http:', 'https:'], 'must be an http:// or https:// address').optional(),
    APP_KEY: keys.optional(),
    WORKER_PUBLIC_KEY: key.optional(),
    WORKER_PRIVATE_KEY: keys.optional(),
    AUDIT_PUBLIC_KEY: key.optional(),
    AUDIT_PRIVATE_KEY: key.optional(),
    DEMO_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
    HOST: z.string().optional(),
    TRUSTED_PROXY_HEADER: z
      .string()
      .regex(/^[a-z0-9-]+$/i, 'must be the name of one header')
      .optional(),
    PORT: port,
    SANDBOX: onOff,
    SANDBOX_PORT: port,
    SANDBOX_DATA_DIR: z.string().optional(),
    PG_PORT: port,
    DATA_DIR: z.string(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
    TEST_DATABASE_URL: url(['postgres:', 'postgresql:'], 'must be a postgres:// address').optional(),
    CHROME_PATH: z.string().optional(),
  })
  .transform((values) => ({
    ...values,
    PUBLIC_URL: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
  }));

const DEFAULTS = {
  NODE_ENV: 'development',
  PORT: '3000',
  SANDBOX: 'on',
  SANDBOX_PORT: '4010',
  PG_PORT: '54329',
  DATA_DIR: '.data',
  LOG_LEVEL: 'info',
};

/** What may be told to a process by its environment; a child gets of these only what its role needs. */
const SECRETS = [
  ...['DATABASE_URL', 'MIGRATE_DATABASE_URL', 'APP_KEY', 'WORKER_PUBLIC_KEY', 'WORKER_PRIVATE_KEY'],
  ...['AUDIT_PUBLIC_KEY', 'AUDIT_PRIVATE_KEY', 'DEMO_PASSWORD'],
];
const SHOWN = new Set([
  'NODE_ENV',
  'HOST',
  'PORT',
  'TRUSTED_PROXY_HEADER',
  'SANDBOX',
  'SANDBOX_PORT',
  'PG_PORT',
  'LOG_LEVEL',
]);

export type Env = z.output<typeof SCHEMA>;
export type EnvName = keyof Env;
type Values = Record<string, string | undefined>;

/** A wrong setting; its message is the whole text for people, one line per variable, and holds no secret. */
export class EnvError extends Error {
  override name = 'EnvError';
}

let parsed: Env | undefined;

/** Gives the settings of this process, parsed at the first call; throws `EnvError` on a wrong value. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Parses settings; an empty value counts as unset. Throws `EnvError` naming every wrong variable. */
export function parseEnv(source: Values): Env {
  const given = Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== '');
  const values = Object.fromEntries(given);
  const result = SCHEMA.safeParse({ ...DEFAULTS, ...values });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const shown = SHOWN.has(name) ? ` (it is ${JSON.stringify(values[name])})` : '';
    return `${name} ${issue.message}${shown}.`;
  });
  throw new EnvError(lines.join('\n'));
}

/** Adds settings found at start (generated keys, the embedded database) for this process and what it loads later. */
export function provideEnv(values: Partial<Record<EnvName, string>>): void {
  Object.assign(process.env, values);
  parsed = undefined;
}

/** Gives this process's environment without secrets, to build a child's from. */
export function inheritedEnv(): NodeJS.ProcessEnv {
  const rest: NodeJS.ProcessEnv = { ...process.env };
  for (const name of SECRETS) delete rest[name];
  return rest;
}
