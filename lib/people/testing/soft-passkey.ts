import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { PasskeyAnswer } from '../passkey-proof.ts';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

interface Behaviour {
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  /** Not moved on where it is 0, as with passkeys that are kept in several places. */
  counter?: number;
}

const text = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();

/** A passkey in software, for tests: signs what a browser would have an authenticator sign. */
export class SoftPasskey {
  readonly id: string;
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private counter: number;
  private readonly origin: string;

  constructor(publicUrl: string, { id = randomBytes(32).toString('base64url'), counter = 0 } = {}) {
    this.origin = new URL(publicUrl).origin;
    this.id = id;
    this.counter = counter;
  }

  /** Answers what `beginPasskey` asked. */
  create({ challenge }: Pick<PublicKeyCredentialCreationOptionsJSON, 'challenge'>, how: Behaviour = {}) {
    const clientData = this.clientData('webauthn.create', challenge, how);
    const rawId = Buffer.from(this.id, 'base64url');
    const length = Buffer.of(rawId.length >> 8, rawId.length & 0xff);
    const credential = Buffer.concat([Buffer.alloc(16), length, rawId, this.coseKey()]);
    const authData = Buffer.concat([this.authenticatorData(HAS_CREDENTIAL, how), credential]);
    const object = Buffer.concat([
      Buffer.of(0xa3),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.of(0xa0),
      cborText('authData'),
      cborBytes(authData),
    ]);
    return { id: this.id, response: { clientDataJSON: text(clientData), attestationObject: text(object) } };
  }

  /** Answers what a sign-in or step-up asked. */
  get({ challenge }: Pick<PublicKeyCredentialRequestOptionsJSON, 'challenge'>, how: Behaviour = {}): PasskeyAnswer {
    if (this.counter > 0) this.counter += 1;
    const clientData = this.clientData('webauthn.get', challenge, how);
    const authData = this.authenticatorData(0, how);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.pair.privateKey);
    return {
      id: this.id,
      response: { clientDataJSON: text(clientData), authenticatorData: text(authData), signature: text(signature) },
    };
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Behaviour): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private authenticatorData(flags: number, how: Behaviour): Buffer {
    const { rpId = new URL(this.origin).hostname, isVerified = true, counter = this.counter } = how;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.of(flags | USER_PRESENT | (isVerified ? USER_VERIFIED : 0)), count]);
  }

  private coseKey(): Buffer {
    const { x = '', y = '' } = this.pair.publicKey.export({ format: 'jwk' });
    const point = (label: number, value: string) => [Buffer.of(label), cborBytes(Buffer.from(value, 'base64url'))];
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    return Buffer.concat([Buffer.of(0xa5, 1, 2, 3, 0x26, 0x20, 1), ...point(0x21, x), ...point(0x22, y)]);
  }
}

const cborText = (value: string) => Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)]);

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
