import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit } from '../audit/check-audit.ts';
import { sealAudit } from '../audit/seal-audit.ts';
import { newSigningKey } from '../audit/testing/signing-key.ts';
import { createVerifier } from '../audit/verify-audit.ts';
import { auditHead } from '../db/audit-schema.ts';
import { audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { ROLES } from '../domain/access.ts';
import { exportAuditFile } from './export-audit-file.ts';
import { testCtx } from './testing/test-ctx.ts';

const { db } = await testDb();
const key = newSigningKey();
const PROJECT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'paydesk-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seal = async () => {
  while ((await sealAudit(db, { after: 0n, now: new Date() })).isFull);
};
const add = (count: number) =>
  db.execute(sql`insert into audit (at, actor, actor_name, verb, detail) select now(), 'someone', E'A "₹"\u2028\t' || n,
    'sign-in', jsonb_build_object('n', n, 'share', 0.1) from generate_series(1, ${count}) n`);

function verify(...args: string[]): Promise<{ code: number; out: string }> {
  const command = ['--import', './lib/launch/require-node.mjs', 'lib/launch/audit-verify.ts', ...args];
  return new Promise((done) => {
    execFile(
      process.execPath,
      command,
      { cwd: PROJECT, env: { NODE_ENV: 'production', PATH: '/nowhere' } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });
}

let text: string;
let headFile: string;
let file: string;

beforeAll(async () => {
  await add(4_100);
  await seal();
  const head = (await checkAudit(db, { now: new Date(), key, kept: [] }))!.head!;
  headFile = join(folder, 'head.json');
  writeFileSync(headFile, canonicalJson({ ...head }));
  // Not signed at all: what anybody with the application's rights can put there.
  await db.insert(auditHead).values({
    seq: 7n,
    hash: Buffer.alloc(32),
    signedAt: new Date(),
    publicKey: Buffer.from(key.publicKey, 'base64'),
    signature: Buffer.alloc(64),
  });
  await add(3);
  await seal();
  const response = await exportAuditFile(await testCtx(db, { role: 'auditor' }));
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="Audit chain to 4103, /);
  text = await response.text();
  file = join(folder, 'chain.jsonl');
  writeFileSync(file, text);
});

describe('an exported audit chain', () => {
  it('is whole to the verifier, line by line', () => {
    const verifier = createVerifier({ publicKey: key.publicKey });
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) verifier.line(line);
    expect(verifier.end(true)).toMatchObject({ isWhole: true, seq: 4_103n, coveredTo: 4_100n, findings: [] });
    expect(lines).toHaveLength(1 + 4_103 + 1 + 1);
  });

  it('is recorded with the link it goes to', async () => {
    const [row] = await db.select().from(audit).where(eq(audit.verb, 'export-audit'));
    expect(row?.detail).toMatchObject({ upTo: '4103', format: 'jsonl' });
  });

  it('has an end also where there is no link yet', async () => {
    const empty = await testDb();
    const response = await exportAuditFile(await testCtx(empty.db, { role: 'admin' }));
    const verifier = createVerifier();
    for (const line of (await response.text()).trimEnd().split('\n')) verifier.line(line);
    expect(verifier.end(true)).toMatchObject({ isWhole: true, seq: 0n });
  });

  it.each(ROLES.filter((role) => role !== 'admin' && role !== 'auditor'))('is refused to a %s', async (role) => {
    const ctx = await testCtx(db, { role });
    await expect(exportAuditFile(ctx)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the command that verifies it, with nothing but the file,', () => {
  it('passes an untouched one', async () => {
    const keyed = await verify(file, '--key', key.publicKey, '--head', headFile);
    expect(keyed).toMatchObject({ code: 0, out: expect.stringMatching(/^WHOLE: 4103 links/) as string });
    expect(keyed.out).toContain('Signed up to link 4100 by the given key; 3 links came after.');
    expect(keyed.out).toContain('All 1 kept heads lie in this chain.');
    expect((await verify(file)).code).toBe(0);
  });

  it('ends with 1 and says what is wrong', async () => {
    const broken = join(folder, 'broken.jsonl');
    writeFileSync(broken, text.replace('"verb":"sign-in"', '"verb":"sign-on"'));
    expect(await verify(broken)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/BROKEN[^]*link 1: .*edited/) as string,
    });
    writeFileSync(broken, text.slice(0, -200));
    expect(await verify(broken)).toMatchObject({ code: 1, out: expect.stringMatching(/cut short/) as string });
    expect((await verify(file, '--key', newSigningKey().publicKey)).code).toBe(1);
    writeFileSync(broken, '');
    expect((await verify(broken)).code).toBe(1);
  });

  it('ends with 2 when it is asked wrongly', async () => {
    for (const args of [[], [file, file], [join(folder, 'none')], [file, '--key', 'short'], [file, '--head', file]])
      expect((await verify(...args)).code, args.join(' ')).toBe(2);
  });
});
