import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { factorsOf } from '../db/factors-of.ts';
import { hasLiveConnection } from '../db/live-connection.ts';
import { person } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { giveTotp } from '../people/give-totp.ts';
import { finishPasskeyStepUp, passkeyAnswer, requireFreshStepUp, spendPasskeyProof } from '../people/step-up.ts';
import type { Ctx, TxCtx } from '../server/usecase.ts';

/** How a checker shows to be there: a passkey over the content, a code now, or a factor given within 5 minutes. */
export const stepUpProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passkey'), response: passkeyAnswer }),
  z.object({ kind: z.literal('totp'), code: z.string().max(20) }),
  z.object({ kind: z.literal('session') }),
]);

export type StepUpProof = z.output<typeof stepUpProof>;

/** What an approval keeps of its proof. */
export interface KeptProof {
  proof: StepUpProof['kind'];
  proofId: string | null;
}

/** Takes a code before the transaction: once given it is used, and a wrong one is counted, whatever follows. */
export async function takeCodeFirst(ctx: Ctx, { proof }: { proof: StepUpProof }): Promise<void> {
  if (proof.kind === 'totp') await giveTotp(ctx, { code: proof.code });
}

/**
 * Checks the proof for exactly this payload and spends it. Throws `step_up_needed` where a passkey or a fresh factor is
 * missing, and what checking a passkey throws.
 */
export async function proofOf(
  ctx: TxCtx,
  given: StepUpProof,
  payload: Buffer,
  needsPasskey: boolean,
): Promise<KeptProof> {
  if (given.kind === 'passkey') {
    const proofId = await finishPasskeyStepUp(ctx, given.response, payload);
    await spendPasskeyProof(ctx, proofId, payload);
    return { proof: 'passkey', proofId };
  }
  if (given.kind === 'session' && (await isLetOff(ctx))) return { proof: 'session', proofId: null };
  if (needsPasskey) {
    const factors = await factorsOf(ctx.db, ctx.actor.id);
    throw new Problem('step_up_needed', 'This amount is approved with a passkey.', {
      detail: { factors, needsPasskey },
    });
  }
  await requireFreshStepUp(ctx);
  return { proof: given.kind, proofId: null };
}

/** The demo people approve without a second factor while only sandbox money can move, unless they have added one. */
export async function isLetOff(ctx: Ctx): Promise<boolean> {
  const [row] = await ctx.db.select({ isDemo: person.isDemo }).from(person).where(eq(person.id, ctx.actor.id));
  if (!row?.isDemo) return false;
  const { totp, passkeys } = await factorsOf(ctx.db, ctx.actor.id);
  return !totp && passkeys === 0 && !(await hasLiveConnection(ctx.db));
}
