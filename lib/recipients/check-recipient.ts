import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { recipientAccount } from '../db/recipient-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

const HOUR_MS = 60 * 60 * 1000;

const decision = z.object({
  /** One version of an account, or all of an import together. */
  of: z.union([z.object({ versionId: z.uuid() }), z.object({ importId: z.uuid() })]),
  decision: z.enum(['confirm', 'refuse']),
});

/**
 * Confirms or refuses accounts that somebody named; confirmed, they are paid to after the policy's cooling-off time and
 * not before. Throws `not_found`, `forbidden` (one's own proposal) and `conflict` (decided already).
 */
export const checkRecipient = changes({
  name: 'check-recipient',
  input: decision,
  async run(ctx, { of, decision: said }) {
    const { id, importId, recipientId, proposedBy } = recipientAccount;
    // One of an import is not decided on by itself: the others would stand beside it undecided.
    const asked = 'versionId' in of ? and(eq(id, of.versionId), isNull(importId)) : eq(importId, of.importId);
    const rows = await ctx.db.select({ id, recipientId, proposedBy }).from(recipientAccount).where(asked).for('update');
    if (rows.length === 0) throw new Problem('not_found', 'There is no such account to decide on.');
    if (rows.some((row) => row.proposedBy === ctx.actor.id)) {
      throw new Problem('forbidden', 'You proposed this; somebody else checks it.');
    }
    const now = ctx.now();
    const { coolingOffHours } = await policyInForce(ctx);
    const usableAt = new Date(now.getTime() + coolingOffHours * HOUR_MS);
    const decided =
      said === 'confirm'
        ? { checkedBy: ctx.actor.id, checkedAt: now, usableAt }
        : { checkedBy: ctx.actor.id, refusedAt: now };
    const moved = await ctx.db
      .update(recipientAccount)
      .set(decided)
      .where(and(asked, isNull(recipientAccount.checkedAt), isNull(recipientAccount.refusedAt)))
      .returning({ id });
    if (moved.length === 0) throw new Problem('conflict', 'This was decided on already.');
    return { recipientId: rows[0]?.recipientId, decided: moved.length };
  },
  audit: ({ of, decision: said }, { recipientId, decided }) =>
    'versionId' in of
      ? { subject: `recipient ${recipientId}`, detail: { versionId: of.versionId, decision: said } }
      : { subject: `import ${of.importId}`, detail: { decision: said, decided } },
});
