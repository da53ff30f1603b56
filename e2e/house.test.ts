import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import * as habits from './support/house-habits.ts';
import { importsOf, parse, wrongImports, type Parsed } from './support/house-rules.ts';
import { IGNORED, TOP_LEVEL, TOPS } from './support/house-tables.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const codes = Object.keys(CATALOG);

const paths = TOPS.flatMap((top) =>
  readdirSync(join(PROJECT, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
);
const read = (path: string) => ({ path, text: readFileSync(join(PROJECT, path), 'utf8') });
const files = paths.filter((path) => /\.(ts|tsx|mjs|js)$/.test(path)).map((path) => parse(read(path)));

describe('the house keeps its rules:', () => {
  test('this test has read the sources and their imports', () => {
    for (const top of TOPS)
      expect(files.filter(({ path }) => path.startsWith(`${top}/`)).length, top).toBeGreaterThan(0);
    expect(files.filter((file) => importsOf(file).length > 0).length).toBeGreaterThan(files.length / 2);
    expect(codes.length).toBeGreaterThan(0);
  });

  test('everyone imports only whom they may', () => expect(wrongImports(files)).toEqual([]));
  test('only the catalog names an option', () =>
    expect(files.flatMap((file) => habits.namedOptions(file, codes))).toEqual([]));
  test('a server action is built by action(…)', () => expect(files.flatMap(habits.unguardedActions)).toEqual([]));
  test('one file reads the environment', () => expect(files.flatMap(habits.environmentReads)).toEqual([]));
  test('domain and verbs take clock and chance from Ctx', () => expect(files.flatMap(habits.hiddenInputs)).toEqual([]));
  test('exports are named and no file is a barrel', () => expect(files.flatMap(habits.wrongExports)).toEqual([]));
  test('paths are in kebab-case, shallow and telling', () => expect(paths.flatMap(habits.wrongPath)).toEqual([]));

  test('no file is longer than anyone reads', () => {
    const styles = paths.filter((path) => path.endsWith('.css')).map((path) => ({ ...read(path), isTest: false }));
    expect([...files, ...styles].flatMap(habits.tooLong)).toEqual([]);
  });

  test('the top holds what is given and what tools insist on', () => {
    const entries = readdirSync(PROJECT).filter((name) => !IGNORED.includes(name) && !name.endsWith('.tsbuildinfo'));
    expect(entries.filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
  });
});

const planted = (path: string, text: string): Parsed => parse({ path, text });

describe('each rule catches what it is there for:', () => {
  test.each([
    ['lib/domain/money.ts', `import { log } from '#lib/server/log.ts';`],
    ['lib/domain/money.ts', `import { log } from '../server/log.ts';`],
    ['lib/domain/money.ts', `import { readFileSync } from 'node:fs';`],
    ['lib/domain/money.ts', `export { useState } from 'react';`],
    ['lib/domain/money.ts', `const late = await import('#lib/db/pool.ts');`],
    ['lib/domain/money.ts', `let db: import('#lib/db/pool.ts').Db;`],
    ['lib/sandbox/main.ts', `import { database } from '#lib/server/database.ts';`],
    ['lib/payouts/create-payout.ts', `import { send } from '#lib/gateway/client.ts';`],
    ['lib/payouts/create-payout.ts', `import { type Answer, send } from '#lib/gateway/client.ts';`],
    ['lib/payouts/create-payout.ts', `import { quietly } from '#lib/people/quietly.ts';`],
    ['components/payout/amount.tsx', `import type { Payout } from '#lib/db/schema.ts';`],
    ['app/payouts/page.tsx', `import { ledger } from '#lib/sandbox/ledger.ts';`],
    ['app/payouts/page.tsx', `import { db } from '#lib/db/pool.ts';`],
    ['app/payouts/form.tsx', `'use client';\nimport { createPayout } from '#lib/payouts/create-payout.ts';`],
    ['lib/magic/wand.ts', `import { z } from 'zod';`],
  ])('an import in %s: %s', (path, text) => expect(wrongImports([planted(path, text)])).toHaveLength(1));

  test.each([
    ['lib/payouts/create-payout.ts', `import type { Answer } from '#lib/gateway/client.ts';`],
    ['lib/payouts/create-payout.ts', `import { changes } from '#lib/server/usecase.ts';`],
    ['app/payouts/form.tsx', `'use client';\nimport { Button } from '#components/ui/button.tsx';`],
    ['lib/domain/money.test.ts', `import fc from 'fast-check';`],
  ])('but not a lawful one in %s: %s', (path, text) => expect(wrongImports([planted(path, text)])).toEqual([]));

  test('a client component may import server actions, and a verb another feature’s verb', () => {
    const actions = planted('app/payouts/actions.ts', `'use server';\nexport const pay = action(createPayout);`);
    const form = planted('app/payouts/form.tsx', `'use client';\nimport { pay } from './actions.ts';`);
    const verb = planted('lib/people/invite.ts', `export const invite = changes({});`);
    const caller = planted('lib/batches/import-batch.ts', `import { invite } from '../people/invite.ts';`);
    expect(wrongImports([actions, form, verb, caller])).toEqual([]);
  });

  test('what a client component imports is held to the same, however many files away', () => {
    const form = planted('app/payouts/form.tsx', `'use client';\nimport { one } from './one.ts';`);
    const one = planted('app/payouts/one.ts', `import { two } from './two.ts';`);
    const two = planted('app/payouts/two.ts', `import { database } from '#lib/server/database.ts';`);
    expect(wrongImports([form, one, two])).toEqual([
      'app/payouts/two.ts: client may not import lib/server/database.ts',
    ]);
    expect(wrongImports([one, two])).toEqual([]);
  });

  test.each(codes.flatMap((code) => [`pick('${code}');`, `const by = { ${code}: 1 };`, `<p>See option ${code}.</p>;`]))(
    'an option named outside the catalog: %s',
    (text) => {
      expect(habits.namedOptions(planted('lib/payouts/new-payout.tsx', text), codes)).toHaveLength(1);
      expect(habits.namedOptions(planted('lib/domain/catalog.ts', text), codes)).toEqual([]);
    },
  );

  test.each([
    `export async function pay() {}`,
    `export const pay = async () => {};`,
    `const pay = async () => {};\nexport { pay };`,
    `export const a = action(one), b = two;`,
    `export default action(one);`,
  ])('an unguarded server action: %s', (text) => {
    expect(habits.unguardedActions(planted('app/actions.ts', `'use server';\n${text}`))).toHaveLength(1);
  });

  test('a server action hidden inside a component', () => {
    const text = `export function Page() { async function pay() { 'use server'; } return null; }`;
    expect(habits.unguardedActions(planted('app/page.tsx', text))).toHaveLength(1);
  });

  test.each([`process.env.PORT;`, `process.env['PORT'];`, `globalThis.process.env;`, `const { env } = process;`])(
    'a look at the environment: %s',
    (text) => expect(habits.environmentReads(planted('lib/worker/main.ts', text))).toHaveLength(1),
  );

  test.each([
    `new Date();`,
    `Date.now();`,
    `Date();`,
    `Math.random();`,
    `crypto.randomUUID();`,
    `import { randomUUID as id } from 'node:crypto';`,
  ])('a hidden clock or chance: %s', (text) => {
    expect(habits.hiddenInputs(planted('lib/payouts/create-payout.ts', text))).toHaveLength(1);
    expect(habits.hiddenInputs(planted('lib/worker/loop.ts', text))).toEqual([]);
  });

  test.each([
    'lib/domain/parseAmount.ts',
    'lib/db/utils.ts',
    'app/A/page.tsx',
    'app/(console)/payouts/[id]/parts/_components/x.tsx',
  ])('a wrong path: %s', (path) => expect(habits.wrongPath(path)).toHaveLength(1));

  test('a long file, a default export, a barrel', () => {
    expect(habits.tooLong(planted('lib/domain/long.ts', 'x;\n'.repeat(301)))).toHaveLength(1);
    expect(habits.wrongExports(planted('lib/domain/money.ts', 'export default function money() {}'))).toHaveLength(1);
    expect(habits.wrongExports(planted('lib/domain/money.ts', `export * from './text.ts';`))).toHaveLength(1);
    expect(habits.wrongExports(planted('app/(console)/payouts/page.tsx', 'export default function Page() {}'))).toEqual(
      [],
    );
  });
});
