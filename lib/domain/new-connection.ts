import { z } from 'zod';
import { CATALOG } from './catalog.ts';
import { cleanText, textProblem } from './text.ts';

export const CONNECTION_MODES = ['test', 'live', 'either'] as const;

export type ConnectionMode = (typeof CONNECTION_MODES)[number];

/** Text of which the first thing wrong is told, and nothing after it. */
const text = (clean: (typed: string) => string, problem: (value: string) => string | null) =>
  z
    .string()
    .transform(clean)
    .superRefine((value, check) => {
      const message = problem(value);
      if (message) check.addIssue({ code: 'custom', message });
    });

const name = text(cleanText, (value) => {
  if (value === '') return 'Give the connection a name.';
  return value.length > 80 ? 'Shorten the name to 80 characters.' : textProblem(value);
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
const trim = (typed: string) => typed.trim();

const shopId = text(trim, (value) => {
  if (value === '') return 'Type the shop ID.';
  if (value.length > 64) return 'A shop ID has at most 64 characters.';
  if (!HEADER_SAFE.test(value)) return 'A shop ID has only letters, digits and punctuation.';
  return value.includes(':') ? 'A shop ID has no colon.' : null;
});

const secret = text(trim, (value) => {
  if (value.length > 256) return 'A secret key has at most 256 characters.';
  return value === '' || HEADER_SAFE.test(value) ? null : 'A secret key has only letters, digits and punctuation.';
}).optional();

const withoutArmour = (typed: string) => typed.replace(/-----(BEGIN|END) PUBLIC KEY-----|\s+/g, '');

/** Takes the key as the back office shows it, or as a PEM file, and keeps the base64 alone. */
const publicKey = text(withoutArmour, (value) => {
  if (value === '') return 'Paste the public key.';
  if (value.length > 4000) return 'This is too long for a public key.';
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? null : 'Paste the public key as the back office shows it.';
});

/** A connection as it is typed: without `id` a new one; without `secret` the one that is kept stays. */
export const newConnection = z
  .object({
    id: z.uuid().optional(),
    option: z.string().refine((code) => Object.hasOwn(CATALOG, code), 'Choose the integration option of the shop.'),
    name,
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
