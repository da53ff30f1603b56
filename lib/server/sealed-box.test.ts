import { describe, expect, it } from 'vitest';
import { makeWorkerKeys, openAsWorker, sealToWorker } from './sealed-box.ts';

describe('sealed box', () => {
  it('opens with the private key what was sealed to the public one', async () => {
    const { publicKey, privateKey } = await makeWorkerKeys();
    const sealed = await sealToWorker(publicKey, 'shop secret', 'connection:1');
    expect(await openAsWorker(privateKey, sealed, 'connection:1')).toBe('shop secret');
  });

  it('refuses another row, another key and changed bytes', async () => {
    const { publicKey, privateKey } = await makeWorkerKeys();
    const other = await makeWorkerKeys();
    const sealed = await sealToWorker(publicKey, 'shop secret', 'connection:1');
    await expect(openAsWorker(privateKey, sealed, 'connection:2')).rejects.toThrow();
    await expect(openAsWorker(other.privateKey, sealed, 'connection:1')).rejects.toThrow();
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    await expect(openAsWorker(privateKey, sealed, 'connection:1')).rejects.toThrow();
  });
});
