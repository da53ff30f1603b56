import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { alert } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { announce } from './announce.ts';

/** Notes that a person has looked at an alert; it stays in the history. Throws `not_found` and `conflict`. */
export const acknowledgeAlert = changes({
  name: 'acknowledge-alert',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [seen] = await ctx.db
      .update(alert)
      .set({ acknowledgedAt: ctx.now(), acknowledgedBy: ctx.actor.id })
      .where(and(eq(alert.id, id), isNull(alert.acknowledgedAt)))
      .returning({ kind: alert.kind, text: alert.text, payoutId: alert.payoutId });
    if (!seen) return refuse(ctx, id);
    if (seen.payoutId) await announce(ctx.db, seen.payoutId);
    return seen;
  },
  audit: ({ id }, { payoutId, kind, text }) => ({
    payoutId: payoutId ?? undefined,
    subject: id,
    detail: { kind, text },
  }),
});

async function refuse(ctx: TxCtx, id: string): Promise<never> {
  const [found] = await ctx.db
    .select({ by: person.name })
    .from(alert)
    .leftJoin(person, eq(person.id, alert.acknowledgedBy))
    .where(eq(alert.id, id));
  if (!found) throw new Problem('not_found', 'There is no such alert.');
  throw new Problem('conflict', `${found.by ?? 'Somebody'} acknowledged it already.`);
}
