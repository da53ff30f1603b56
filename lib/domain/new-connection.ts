import { z } from 'zod';
import { CATALOG } from './catalog.ts';
import { cleanText, textProblem } from './text.ts';

export const CONNECTION_MODES = ['test', 'live', 'either'] as const;

export type ConnectionMode = (typeof CONNECTION_MODES)[number];

const line = (max: number, missing: string) =>
  z
    .string()
    .transform(cleanText)
    .superRefine((value, check) => {
      const long = value.length > max ? `Shorten this to ${max} characters.` : null;
      const wrong = value === '' ? missing : (long ?? textProblem(value));
      if (wrong) check.addIssue({ code: 'custom', message: wrong });
    });

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const HOST = 'Type the gateway address, such as https://api.constantpos.com, without a path.';

const host = z
  .string()
  .trim()
  .max(253, HOST)
  .transform((typed, check) => {
    const url = URL.canParse(typed) ? new URL(typed) : null;
    const isOrigin =
      url && url.host && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
    if (url && isOrigin && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))) {
      return url.origin;
    }
    const message =
      url?.protocol === 'http:' && isOrigin ? 'Use https: the secret key travels with every request.' : HOST;
    check.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Printable ASCII: these travel in an HTTP header. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

const shopId = z
  .string()
  .trim()
  .min(1, { error: 'Type the shop ID.', abort: true })
  .max(64, 'A shop ID has at most 64 characters.')
  .regex(HEADER_SAFE, { error: 'A shop ID has only letters, digits and punctuation.', abort: true })
  .refine((value) => !value.includes(':'), 'A shop ID has no colon.');

const secret = z
  .string()
  .trim()
  .max(256, 'A secret key has at most 256 characters.')
  .refine((value) => value === '' || HEADER_SAFE.test(value), 'A secret key has only letters, digits and punctuation.')
  .optional();

/** Takes the key as the back office shows it, or as a PEM file, and keeps the base64 alone. */
const publicKey = z
  .string()
  .max(4000, 'This is too long for a public key.')
  .transform((value) => value.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s+/g, ''))
  .pipe(
    z
      .string()
      .min(1, { error: 'Paste the public key.', abort: true })
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'Paste the public key as the back office shows it.'),
  );

/** A connection as it is typed: without `id` a new one; without `secret` the one that is kept stays. */
export const newConnection = z
  .object({
    id: z.uuid().optional(),
    option: z.string().refine((code) => Object.hasOwn(CATALOG, code), 'Choose the integration option of the shop.'),
    name: line(80, 'Give the connection a name.'),
    host,
    shopId,
    secret,
    publicKey,
    mode: z.enum(CONNECTION_MODES, 'Choose which payouts it takes.'),
  })
  .refine(({ id, secret: typed }) => id || typed, {
    path: ['secret'],
    error: 'Type the secret key.',
    // Also beside other mistakes: a form shows all of them at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

export type NewConnection = z.output<typeof newConnection>;
