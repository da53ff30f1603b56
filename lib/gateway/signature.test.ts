import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { isPublicKey, parseBasic, verifySignature } from './signature.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const bare = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const pem = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const raw = Buffer.from('{"transaction":{"uid":"u-1","status":"successful","amount":100,"note":"₹"}}');
const signed = sign('RSA-SHA256', raw, pair.privateKey);
const header = signed.toString('base64');

describe('a signature', () => {
  test.each([
    ['bare base64', bare],
    ['base64 in lines', bare.replace(/.{64}/g, '$&\r\n')],
    ['PEM', pem],
    ['PEM in one line', pem.replace(/\n/g, '')],
  ])('is good by a key as %s', (_name, key) => {
    expect(verifySignature(raw, header, key)).toBe(true);
    expect(verifySignature(raw, ` ${header} `, key)).toBe(true);
  });

  it('is bad as soon as any bit of the body is another', () => {
    for (let at = 0; at < raw.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(raw);
        changed.writeUInt8(raw.readUInt8(at) ^ (1 << bit), at);
        expect(verifySignature(changed, header, bare)).toBe(false);
      }
    }
  });

  it('is bad as soon as any byte of itself is another', () => {
    for (let at = 0; at < signed.length; at += 1) {
      const changed = Buffer.from(signed);
      changed.writeUInt8(signed.readUInt8(at) ^ 1, at);
      expect(verifySignature(raw, changed.toString('base64'), bare)).toBe(false);
    }
  });

  it('is bad by another key, another digest, another padding, or over a body written anew', () => {
    const otherKey = other.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(verifySignature(raw, header, otherKey)).toBe(false);
    expect(verifySignature(raw, sign('RSA-SHA1', raw, pair.privateKey).toString('base64'), bare)).toBe(false);
    const pss = sign('sha256', raw, { key: pair.privateKey, padding: 6 }).toString('base64');
    expect(verifySignature(raw, pss, bare)).toBe(false);
    expect(verifySignature(Buffer.from(`${raw.toString()}\n`), header, bare)).toBe(false);
    expect(verifySignature(Buffer.from(JSON.stringify(JSON.parse(raw.toString()), null, 1)), header, bare)).toBe(false);
    expect(verifySignature(Buffer.alloc(0), header, bare)).toBe(false);
  });

  test.each([
    ['none', null],
    ['empty', ''],
    ['not base64', '!!!!'],
    ['base64 with rubbish in it', `${header.slice(0, 10)}*${header.slice(10)}`],
    ['base64 in the URL alphabet', signed.toString('base64url')],
    ['cut', header.slice(0, -4)],
    ['two of them', `${header}, ${header}`],
    ['hex', signed.toString('hex')],
  ])('is bad when the header is %s', (_name, value) => {
    expect(verifySignature(raw, value, bare)).toBe(false);
  });

  it('never throws on rubbish', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(header), fc.constant(bare));
    fc.assert(
      fc.property(fc.uint8Array(), any, any, (body, signature, key) => {
        expect(verifySignature(Buffer.from(body), signature, key)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a public key', () => {
  let keys: Record<string, string> = {};
  beforeAll(() => {
    const toBare = (key: { export(options: { format: 'der'; type: 'spki' }): Buffer }): string =>
      key.export({ format: 'der', type: 'spki' }).toString('base64');
    keys = {
      'an elliptic one': toBare(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
      'an Ed25519 one': toBare(generateKeyPairSync('ed25519').publicKey),
      'one for PSS only': toBare(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey),
      'a short one': toBare(generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey),
      'a private one': pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      'a private one without armour': pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      'one in PKCS#1': pair.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
      'a cut one': bare.slice(0, -8),
      'an empty one': '',
      'a huge one': 'A'.repeat(20_000),
    };
  });

  it('is RSA as bare base64 or PEM', () => {
    expect([bare, pem, ` ${bare}\n`].map(isPublicKey)).toEqual([true, true, true]);
  });

  it('is nothing else', () => {
    expect(Object.entries(keys).filter(([, key]) => isPublicKey(key))).toEqual([]);
  });
});

describe('Basic credentials', () => {
  const basic = (text: string | Buffer): string => `Basic ${Buffer.from(text).toString('base64')}`;
  test.each([
    [basic('362:secret'), '362:secret'],
    [basic('362:a:b'), '362:a:b'],
    [basic('362:'), '362:'],
    [`basic  ${Buffer.from('a:b').toString('base64')} `, 'a:b'],
    [basic('no colon'), null],
    [basic(Buffer.from([0x61, 0x3a, 0xff])), null],
    ['Basic', null],
    ['Basic !!!', null],
    ['Basic YTpi=', null],
    ['Bearer YTpi', null],
    ['', null],
    [null, null],
  ])('of %j are %j', (value, credentials) => {
    expect(parseBasic(value)).toBe(credentials);
  });
});
