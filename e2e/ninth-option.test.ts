import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inheritedEnv } from '#lib/server/env.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const CATALOG_FILE = 'lib/domain/catalog.ts';
const COPIED = ['lib', 'components', 'app', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

/** Everything that is generated from the catalog and needs no browser. */
const GENERATED = [
  'lib/domain',
  'lib/sandbox/check-request.test.ts',
  'lib/sandbox/gateway.test.ts',
  'lib/sandbox/outcomes.test.ts',
  'lib/payouts/create-payout.test.ts',
  'lib/payouts/send-samples.test.ts',
  'components/field',
  'app/(console)/payouts/new',
];
/** Of these, the files that test every option by its name. */
const BY_OPTION = [
  'lib/domain/instruction.test.ts',
  'lib/domain/template.test.ts',
  'lib/domain/wire-schema.test.ts',
  'lib/sandbox/check-request.test.ts',
  'lib/sandbox/gateway.test.ts',
  'lib/payouts/create-payout.test.ts',
  'app/(console)/payouts/new/_components/draft.test.ts',
];

const CODE = 'NB';
/** A made-up option: a mixture of rules that no other one has. */
const ENTRY = `  ${CODE}: {
    summary: 'Account and city, multiples of ten rupees from ₹200',
    fields: [
      { ...accountNumber, max: 40 },
      ifsc,
      { ...bank, required: true },
      firstName,
      { ...lastName, required: undefined },
      { path: 'customer.city', kind: 'city', required: true, max: 60 },
      { ...phone, digits: 10, required: true },
    ],
    amount: { minMinor: 200_00n, maxMinor: 1_00_000_00n, multipleOfMinor: 10_00n },
    quietHours: { startUtc: '19:00', endUtc: '20:00' },
    operations: ['payout', 'status_query'],
    answer: { ...plainAnswer, gatewayId: 4100, echoesMethod: false, refId: 'absent', message: 'Taken' },
    source: 'Made up for a test',
  },
`;

interface Report {
  numFailedTests: number;
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

describe('a ninth option', () => {
  let copy: string;
  let report: Report;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'paydesk-ninth-'));
    for (const name of COPIED) cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
    const known = readFileSync(join(copy, CATALOG_FILE), 'utf8');
    const end = known.indexOf('\n};\n', known.indexOf('export const CATALOG')) + 1;
    writeFileSync(join(copy, CATALOG_FILE), known.slice(0, end) + ENTRY + known.slice(end));
    report = await runTests(copy);
  }, 300_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('is one entry in one file', () => {
    expect(COPIED.flatMap((name) => differing(copy, name))).toEqual([CATALOG_FILE]);
    const lines = (root: string) => readFileSync(join(root, CATALOG_FILE), 'utf8').split('\n');
    const added = lines(copy).length - lines(PROJECT).length;
    expect(lines(copy).join('\n').replace(ENTRY, '')).toBe(lines(PROJECT).join('\n'));
    expect(added).toBeLessThan(25);
  });

  test('passes every test that is generated from the catalog', () => {
    const broken = report.testResults.filter(({ status }) => status !== 'passed');
    expect(broken.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
    const failed = report.testResults.flatMap((file) =>
      file.assertionResults.filter(({ status }) => status !== 'passed'),
    );
    expect(failed.map(({ fullName }) => fullName)).toEqual([]);
    expect(report.numPassedTests).toBeGreaterThan(0);
  });

  test.each(BY_OPTION)('is among the options of %s', (file) => {
    const results = report.testResults.find(({ name }) => name.endsWith(file))?.assertionResults ?? [];
    const named = new RegExp(`(?<![\\w-])${CODE}(?![\\w-])`);
    expect(results.filter(({ fullName }) => named.test(fullName)).length).toBeGreaterThan(0);
  });
});

async function runTests(folder: string): Promise<Report> {
  const output = join(folder, 'report.json');
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs');
  // Of this run nothing but the plain environment: a test runner within another is none of its workers.
  const plain = Object.fromEntries(
    Object.entries(inheritedEnv()).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
  const env = { ...plain, NODE_ENV: 'test' as const };
  // Two runs share the machine: what is quick alone may take long here, which says nothing about an option.
  const patient = ['--testTimeout=120000', '--hookTimeout=120000'];
  const args = [vitest, 'run', ...GENERATED, ...patient, '--reporter=json', `--outputFile=${output}`];
  // A failure is in the report; without one there is none to read.
  await promisify(execFile)(process.execPath, args, { cwd: folder, env, maxBuffer: 64 * 2 ** 20 }).catch(
    () => undefined,
  );
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

/** Files that differ between the project and its copy, or that only one of them has. */
function differing(copy: string, name: string): string[] {
  const files = (root: string) =>
    readdirSync(join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const paths = name.includes('.') ? [name] : [...new Set([...files(PROJECT), ...files(copy)])];
  return paths.filter((path) => {
    try {
      return !readFileSync(join(PROJECT, path)).equals(readFileSync(join(copy, path)));
    } catch {
      return true;
    }
  });
}
