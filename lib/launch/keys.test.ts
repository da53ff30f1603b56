import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, Aes256Gcm } from '@hpke/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSigned, signHead } from '#lib/audit/audit-head.ts';
import { addKey, dropEarlierKeys, loadKeys } from './keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

test('the keys of the first start are those of the next, also when two start at once', async () => {
  const [first, second] = await Promise.all([loadKeys(folder), loadKeys(folder)]);
  expect(second).toEqual(first);
  expect(await loadKeys(folder)).toEqual(first);
});

test('only their owner may read them, and nothing is left beside them', async () => {
  await loadKeys(folder);
  const names = readdirSync(join(folder, 'keys'));
  expect(names.sort()).toEqual([
    'app-database-password',
    'app.key',
    'audit.key',
    'database-password',
    'demo-password',
    'worker.key',
  ]);
  expect(mode(join(folder, 'keys'))).toBe(0o700);
  for (const name of names) expect(mode(join(folder, 'keys', name)), name).toBe(0o600);
});

test('what the public half of the worker seals, the private half opens', async () => {
  const keys = await loadKeys(folder);
  const kem = new DhkemX25519HkdfSha256();
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64')).buffer;
  const recipientPublicKey = await kem.deserializePublicKey(bytes(keys.workerPublicKey));
  const recipientKey = await kem.deserializePrivateKey(bytes(keys.workerPrivateKey));
  const sender = await suite.createSenderContext({ recipientPublicKey });
  const sealed = await sender.seal(new TextEncoder().encode('shop secret').buffer as ArrayBuffer);
  const recipient = await suite.createRecipientContext({ recipientKey, enc: sender.enc });
  expect(new TextDecoder().decode(await recipient.open(sealed))).toBe('shop secret');
});

test('what the private half of the audit key signs, the public half proves', async () => {
  const { auditPublicKey: publicKey, auditPrivateKey: privateKey } = await loadKeys(folder);
  const head = signHead({ seq: 1n, hash: '00'.repeat(32), at: new Date() }, { publicKey, privateKey });
  expect(isSigned(head)).toBe(true);
  expect(isSigned({ ...head, seq: '2' })).toBe(false);
});

test('the password for people reads in four groups of letters', async () => {
  expect((await loadKeys(folder)).demoPassword).toMatch(/^[a-z]{4}(-[a-z]{4}){3}$/);
});

test.each(['app.key', 'worker.key'])('a damaged %s is named and never replaced', async (name) => {
  await loadKeys(folder);
  writeFileSync(join(folder, 'keys', name), 'c2hvcnQ=\n');
  await expect(loadKeys(folder)).rejects.toThrow(`${name} is damaged`);
  await expect(loadKeys(folder)).rejects.toThrow(`${name} is damaged`);
});

test('a new key comes first and the earlier ones stay beside it until they are thrown away', async () => {
  const first = await loadKeys(folder);
  await addKey(folder, 'app');
  await addKey(folder, 'worker');
  const both = await loadKeys(folder);
  const [newest, earlier] = both.appKey.split(',');
  expect(earlier).toBe(first.appKey);
  expect(both.workerPublicKey).not.toBe(first.workerPublicKey);
  expect(both.workerPrivateKey.split(',')[1]).toBe(first.workerPrivateKey);
  await dropEarlierKeys(folder, 'app');
  await dropEarlierKeys(folder, 'worker');
  const after = await loadKeys(folder);
  expect(after.appKey).toBe(newest);
  expect([after.workerPublicKey, after.workerPrivateKey]).toEqual([
    both.workerPublicKey,
    both.workerPrivateKey.split(',')[0],
  ]);
  for (const name of readdirSync(join(folder, 'keys'))) expect(mode(join(folder, 'keys', name)), name).toBe(0o600);
});
