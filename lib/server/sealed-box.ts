import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

// HPKE (RFC 9180), base mode. The recipient is the worker: whoever holds only the public key can write, never read.
const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const ENC_BYTES = 32;

const bytes = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;

/** Seals a secret to the worker's public key (base64); `row` is bound in. */
export async function sealToWorker(publicKey: string, secret: string, row: string): Promise<Buffer> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(Buffer.from(publicKey, 'base64')));
  const sealed = await suite.seal({ recipientPublicKey }, bytes(Buffer.from(secret)), bytes(Buffer.from(row)));
  return Buffer.concat([Buffer.from(sealed.enc), Buffer.from(sealed.ct)]);
}

/**
 * Opens what `sealToWorker` made for the same row; only the worker holds the private key: base64, or several between
 * commas, of which one fits.
 */
export async function openAsWorker(privateKeys: string, sealed: Buffer, row: string): Promise<string> {
  const [first = '', ...others] = privateKeys.split(',');
  try {
    return await openWith(first, sealed, row);
  } catch (error) {
    if (others.length === 0) throw error;
    return openAsWorker(others.join(','), sealed, row);
  }
}

async function openWith(privateKey: string, sealed: Buffer, row: string): Promise<string> {
  const recipientKey = await suite.kem.deserializePrivateKey(bytes(Buffer.from(privateKey, 'base64')));
  const enc = bytes(sealed.subarray(0, ENC_BYTES));
  const plain = await suite.open({ recipientKey, enc }, bytes(sealed.subarray(ENC_BYTES)), bytes(Buffer.from(row)));
  return Buffer.from(plain).toString('utf8');
}

/** Makes the worker's key pair, both halves in base64. */
export async function makeWorkerKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = await suite.kem.generateKeyPair();
  const publicKey = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey)).toString('base64');
  const privateKey = Buffer.from(await suite.kem.serializePrivateKey(pair.privateKey)).toString('base64');
  return { publicKey, privateKey };
}
