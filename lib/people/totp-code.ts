import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps before and after now that are taken: clocks differ, and a code is typed after it was read. */
const DRIFT = [0, -1, 1];
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Gives the number of the 30-second step a moment lies in. */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / STEP_MS);

/** Gives the code of a step (RFC 6238: HMAC-SHA-1, six digits unless told). */
export function totpCode(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** Gives the step whose code was typed, or null for a wrong one; looks at every step, whatever it finds. */
export function matchingStep(secret: Buffer, typed: string, at: Date): number | null {
  const code = Buffer.from(typed.replace(/\s/g, ''));
  let found: number | null = null;
  for (const drift of DRIFT) {
    const step = stepAt(at) + drift;
    const expected = Buffer.from(totpCode(secret, step));
    if (code.length === expected.length && timingSafeEqual(code, expected)) found ??= step;
  }
  return found;
}

/** Writes bytes as base32 without padding, which is how authenticator apps take a secret that is typed. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
