import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { payoutOwner } from '../db/pending-schema.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import { mayCall } from '../domain/access.ts';
import { Problem } from '../domain/problem.ts';
import { changes, writeAudit, type TxCtx } from '../server/usecase.ts';
import { announce } from './announce.ts';

/** Payouts whose owner changes at once at most. */
export const MOST_OWNED = 200;

const ids = z.array(z.uuid()).min(1).max(MOST_OWNED);

/**
 * Says who looks after payouts: one takes what nobody looks after, hands over to a colleague whatever it is, or lets go
 * of what is one's own. Answers how many changed and how many are as they were. Throws `not_found` for a colleague who
 * could do nothing about them.
 */
export const ownPayouts = changes({
  name: 'own-payouts',
  input: z.discriminatedUnion('step', [
    z.object({ step: z.literal('take'), ids }),
    z.object({ step: z.literal('hand_over'), ids, to: z.string().min(1).max(100) }),
    z.object({ step: z.literal('let_go'), ids }),
  ]),
  async run(ctx, input) {
    const owner = input.step === 'hand_over' ? await colleague(ctx, input.to) : ctx.actor;
    // In the order of ids: two people with overlapping selections lock the rows in the same order.
    const known = await ctx.db
      .select({ id: payout.id })
      .from(payout)
      .where(inArray(payout.id, input.ids))
      .orderBy(payout.id);
    let changed = 0;
    for (const { id } of known) {
      if (!(await STEPS[input.step](ctx, id, owner.id))) continue;
      changed += 1;
      const told = { own: input.step, ...(input.step !== 'let_go' && { owner: owner.name }) };
      await writeAudit(ctx, 'own-payouts', { payoutId: id, subject: owner.id, detail: told });
      await announce(ctx.db, id);
    }
    return { changed, unchanged: new Set(input.ids).size - changed };
  },
  // Each payout whose owner changed has its row.
  audit: () => null,
});

type Step = (ctx: TxCtx, payoutId: string, personId: string) => Promise<boolean>;

/** Each is one statement whose WHERE says from whom to whom; it tells whether anything changed. */
const STEPS: Record<'take' | 'hand_over' | 'let_go', Step> = {
  async take({ db, now }, payoutId, personId) {
    const taken = await db
      .insert(payoutOwner)
      .values({ payoutId, personId, since: now() })
      .onConflictDoNothing()
      .returning({ id: payoutOwner.payoutId });
    return taken.length === 1;
  },
  async hand_over({ db, now }, payoutId, personId) {
    const given = await db
      .insert(payoutOwner)
      .values({ payoutId, personId, since: now() })
      .onConflictDoUpdate({
        target: payoutOwner.payoutId,
        set: { personId, since: now() },
        setWhere: ne(payoutOwner.personId, personId),
      })
      .returning({ id: payoutOwner.payoutId });
    return given.length === 1;
  },
  async let_go({ db }, payoutId, personId) {
    const gone = await db
      .delete(payoutOwner)
      .where(and(eq(payoutOwner.payoutId, payoutId), eq(payoutOwner.personId, personId)))
      .returning({ id: payoutOwner.payoutId });
    return gone.length === 1;
  },
};

async function colleague({ db }: TxCtx, id: string) {
  const [found] = await db
    .select({ id: person.id, name: person.name, role: person.role })
    .from(person)
    .where(and(eq(person.id, id), isNull(person.disabledAt)));
  if (!found || !mayCall(found.role, 'own-payouts')) {
    throw new Problem('not_found', 'There is no such colleague who could look after it.');
  }
  return found;
}
