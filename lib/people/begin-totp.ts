import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { totp } from '../db/factor-schema.ts';
import { changes } from '../server/usecase.ts';
import { assertMayChangeFactors } from './factor-session.ts';
import { base32 } from './totp-code.ts';

const SECRET_BYTES = 20;

/**
 * Begins to add an authenticator app: gives the secret to type and the address a QR code carries. Nothing counts before
 * `confirmTotp`. Throws `step_up_needed`.
 */
export const beginTotp = changes({
  name: 'begin-totp',
  input: z.object({}),
  async run(ctx) {
    await assertMayChangeFactors(ctx);
    const id = ctx.id();
    const secret = Buffer.from(ctx.vault.derive(`totp ${ctx.id()}`), 'base64').subarray(0, SECRET_BYTES);
    await ctx.db.delete(totp).where(and(eq(totp.personId, ctx.actor.id), isNull(totp.confirmedAt)));
    await ctx.db.insert(totp).values({
      id,
      personId: ctx.actor.id,
      secretSealed: ctx.vault.seal(secret.toString('hex'), `totp:${id}`),
      createdAt: ctx.now(),
    });
    const [owner] = await ctx.db.select({ email: person.email }).from(person).where(eq(person.id, ctx.actor.id));
    const label = encodeURIComponent(`Paydesk:${owner?.email ?? ctx.actor.name}`);
    const key = base32(secret);
    return { id, key, uri: `otpauth://totp/${label}?secret=${key}&issuer=Paydesk` };
  },
  audit: (_, { id }) => ({ subject: id }),
});
