/** The house rules as tables: who may import whom, and the few files that are let off a rule. */

export const TOPS = ['app', 'components', 'e2e', 'lib'] as const;
const VERBS = [
  ...(['payouts', 'approvals', 'batches', 'recipients', 'connections', 'people', 'audit', 'exports', 'views'] as const),
] as const;

/** What may stand at the top: the given entries, and files that a tool insists on finding there. */
export const TOP_LEVEL = [
  ...['package.json', 'tsconfig.json', 'next.config.js', 'app', 'components', 'lib', 'e2e', 'public', 'README.md'],
  ...['.ci', '.git', '.gitignore', '.env.example', 'package-lock.json', 'instrumentation.ts'],
  ...['.prettierrc.json', '.prettierignore', 'eslint.config.mjs', 'postcss.config.mjs', 'playwright.config.ts'],
  ...['vitest.config.ts'],
];
/** Made by tools or by people for themselves, never committed. */
export const IGNORED = [
  'node_modules',
  '.next',
  '.data',
  '.cache',
  'next-env.d.ts',
  'test-results',
  'playwright-report',
];

export type Zone =
  | 'domain'
  | 'gateway'
  | 'sandbox'
  | 'db'
  | 'worker'
  | 'server'
  | 'launch'
  | 'app'
  | 'client'
  | 'components'
  | 'e2e'
  | (typeof VERBS)[number];

/** A zone, one file of it, or what is only imported for its types. */
export type Allowed = Zone | `lib/${string}.ts` | `type ${Zone}`;

const SHARED = [
  ...['domain', 'db', 'type gateway', 'type server', 'lib/server/usecase.ts', 'lib/server/vault.ts'],
  // Pure readers: a verb judges what the gateway said, it never speaks to it.
  ...['lib/gateway/responses.ts', 'lib/gateway/signature.ts', 'lib/gateway/mask.ts', 'lib/gateway/mask-outcome.ts'],
] as Allowed[];
const LIB: Allowed[] = ['domain', 'gateway', 'db', 'worker', 'server', ...VERBS];
const TYPES: Allowed[] = ['type server', 'type app', ...VERBS.map((verb) => `type ${verb}` as const)];

export const MAY_IMPORT: Record<Zone, readonly Allowed[]> = {
  domain: ['domain'],
  gateway: ['domain', 'gateway'],
  sandbox: ['domain', 'sandbox', 'lib/server/env.ts', 'lib/server/log.ts'],
  db: ['domain', 'db'],
  // A verb may call another feature's verbs; what else that feature is made of stays its own (see `isVerb`).
  // Who has to approve a payout is found when it is made.
  payouts: [...SHARED, 'payouts', 'lib/approvals/policy-in-force.ts'],
  // What an approval asks of the person is proven by their second factor.
  // Approvals move payouts by the one code that moves them.
  approvals: [
    ...SHARED,
    ...(['approvals', 'lib/people/step-up.ts', 'lib/payouts/apply-event.ts', 'lib/payouts/announce.ts'] as const),
    // An approval counts by what the console wrote down about its person.
    'lib/people/keyed-standing.ts',
  ],
  // A file is approved by the rules and proofs of approvals, and its payouts are told of like all others.
  batches: [
    ...SHARED,
    ...(['batches', 'lib/approvals/policy-in-force.ts', 'lib/approvals/give-approval.ts'] as const),
    ...(['lib/approvals/step-up-proof.ts', 'lib/people/step-up.ts', 'lib/payouts/announce.ts'] as const),
    ...(['lib/payouts/apply-event.ts', 'lib/payouts/guard-sql.ts'] as const),
  ],
  recipients: [...SHARED, 'recipients', 'lib/approvals/policy-in-force.ts'],
  // Pages about payouts show what their connection allows.
  connections: [...SHARED, 'connections', 'lib/server/sealed-box.ts', 'lib/payouts/announce.ts'],
  // Who may not approve any more takes their approvals along.
  people: [...SHARED, 'people', 'lib/approvals/loose-approvals.ts'],
  audit: [...SHARED, 'audit'],
  exports: [...SHARED, 'exports'],
  views: [...SHARED, 'views'],
  worker: [...LIB, 'lib/launch/settle-env.ts', 'lib/launch/report-failure.ts'],
  server: LIB,
  // To seed a connection for each shop that the sandbox has made.
  launch: [...LIB, 'launch', 'lib/sandbox/shops.ts'],
  app: ['app', 'client', 'server', 'domain', 'components', ...VERBS],
  client: ['client', 'domain', 'components', ...TYPES],
  components: ['domain', 'components'],
  e2e: [...LIB, 'launch', 'sandbox', 'app', 'components', 'e2e'],
};

/** Packages a zone is kept to; the others may use any. */
export const PACKAGES: Partial<Record<Zone, readonly string[]>> = { domain: ['zod'] };

export const isVerbZone = (zone: Zone): boolean => (VERBS as readonly string[]).includes(zone);

/** Run by hand to make data, and part of nothing that ships. */
export const SCRIPTS = ['lib/domain/data/make-ifsc.ts'];

/** The one file that reads the environment. */
export const READS_ENVIRONMENT = 'lib/server/env.ts';
/** The one file that names an option. */
export const NAMES_OPTIONS = 'lib/domain/catalog.ts';

/** Names that say where a file was put instead of what it is. */
export const EMPTY_NAMES = ['index', 'utils', 'util', 'types', 'constants', 'helpers', 'helper', 'common', 'misc'];

/** Where Next or another tool demands a default export. */
export const DEFAULT_EXPORTS =
  /^app\/(.*\/)?(page|layout|template|loading|error|global-error|not-found|default|icon|manifest|robots)\.tsx?$|\.config\.ts$/;
