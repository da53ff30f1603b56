import { eq } from 'drizzle-orm';
import { recoveryCode } from '../db/factor-schema.ts';
import type { Ctx, TxCtx } from '../server/usecase.ts';
import { keyedDigest, type Vault } from '../server/vault.ts';

const HOW_MANY = 10;
/** Without letters and digits that are read for one another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/** Makes ten new codes, which replace the earlier ones, and gives them: they are told this once only. */
export async function makeCodes(ctx: TxCtx): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, () => newCode(ctx));
  await ctx.db.delete(recoveryCode).where(eq(recoveryCode.personId, ctx.actor.id));
  await ctx.db
    .insert(recoveryCode)
    .values(codes.map((code) => ({ personId: ctx.actor.id, digest: codeDigest(ctx.vault, ctx.actor.id, code) })));
  return codes;
}

/** Gives what the table keeps of a code; spaces, dashes and small letters make no difference. */
export function codeDigest(vault: Vault, personId: string, code: string): Buffer {
  const bare = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return keyedDigest(vault, 'recovery code', `${personId} ${bare}`);
}

// From an id that is never told, by a key: 58 bits that nobody can guess.
function newCode({ vault, id }: Ctx): string {
  const bytes = Buffer.from(vault.derive(`recovery code ${id()}`), 'base64');
  let number = bytes.readBigUInt64BE() * 2n ** 64n + bytes.readBigUInt64BE(8);
  let code = '';
  for (let at = 0; at < LENGTH; at++) {
    code += LETTERS[Number(number % BigInt(LETTERS.length))];
    number /= BigInt(LETTERS.length);
  }
  return code.match(/.{4}/g)!.join('-');
}
