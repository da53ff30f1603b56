import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { policy } from '../db/approval-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Puts a proposed policy in force: by another admin than the one who proposed it. Throws `conflict` and `forbidden`. */
export const consentToPolicy = changes({
  name: 'consent-to-policy',
  input: z.object({ version: z.number().int().positive() }),
  async run(ctx, { version }) {
    const open = and(eq(policy.version, version), isNull(policy.inForceAt), isNull(policy.withdrawnAt));
    const [row] = await ctx.db.select().from(policy).where(open).for('update');
    if (!row) throw new Problem('conflict', 'This proposal is not open any more. Look at the newest one.');
    if (row.proposedBy === ctx.actor.id)
      throw new Problem('forbidden', 'You proposed this; another admin has to consent.');
    await ctx.db
      .update(policy)
      .set({ consentedBy: ctx.actor.id, inForceAt: ctx.now() })
      .where(eq(policy.version, version));
    return { version };
  },
  audit: (_, { version }) => ({ subject: `policy ${version}` }),
});
