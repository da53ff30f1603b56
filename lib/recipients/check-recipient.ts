import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { recipientAccount } from '../db/recipient-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * Confirms or refuses a changed account; confirmed, it is paid to after the policy's cooling-off time and not before. Throws
 * `not_found`, `forbidden` (one's own proposal) and `conflict` (decided already).
 */
export const checkRecipient = changes({
  name: 'check-recipient',
  input: z.object({ versionId: z.uuid(), decision: z.enum(['confirm', 'refuse']) }),
  async run(ctx, { versionId, decision }) {
    const [row] = await ctx.db.select().from(recipientAccount).where(eq(recipientAccount.id, versionId)).for('update');
    if (!row) throw new Problem('not_found', 'There is no such change.');
    if (row.proposedBy === ctx.actor.id) throw new Problem('forbidden', 'You proposed this; somebody else checks it.');
    const now = ctx.now();
    const { coolingOffHours } = await policyInForce(ctx);
    const usableAt = new Date(now.getTime() + coolingOffHours * HOUR_MS);
    const decided =
      decision === 'confirm'
        ? { checkedBy: ctx.actor.id, checkedAt: now, usableAt }
        : { checkedBy: ctx.actor.id, refusedAt: now };
    const moved = await ctx.db
      .update(recipientAccount)
      .set(decided)
      .where(
        and(eq(recipientAccount.id, versionId), isNull(recipientAccount.checkedAt), isNull(recipientAccount.refusedAt)),
      )
      .returning({ id: recipientAccount.id });
    if (moved.length === 0) throw new Problem('conflict', 'This change was decided on already.');
    return { recipientId: row.recipientId };
  },
  audit: ({ versionId, decision }, { recipientId }) => ({
    subject: `recipient ${recipientId}`,
    detail: { versionId, decision },
  }),
});
