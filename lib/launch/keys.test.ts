import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, Aes256Gcm } from '@hpke/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKeys } from './keys.ts';

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
  expect(names.sort()).toEqual(['app.key', 'database-password', 'demo-password', 'worker.key']);
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

test('the password for people reads in four groups of letters', async () => {
  expect((await loadKeys(folder)).demoPassword).toMatch(/^[a-z]{4}(-[a-z]{4}){3}$/);
});

test.each(['app.key', 'worker.key'])('a damaged %s is named and never replaced', async (name) => {
  await loadKeys(folder);
  writeFileSync(join(folder, 'keys', name), 'c2hvcnQ=\n');
  await expect(loadKeys(folder)).rejects.toThrow(`${name} is damaged`);
  await expect(loadKeys(folder)).rejects.toThrow(`${name} is damaged`);
});
