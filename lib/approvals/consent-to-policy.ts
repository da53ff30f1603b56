import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { policy } from '../db/approval-schema.ts';
import { Problem } from '../domain/problem.ts';
import { keyedStandings } from '../people/keyed-standing.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { isMacOf, macOf } from '../server/vault.ts';
import { keyedPolicy } from './policy-in-force.ts';

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
    if (!(await isByAnAdmin(ctx, row)))
      throw new Problem('conflict', 'No admin of this console proposed this. Tell the others, and propose it anew.');
    const agreed = { ...row, consentedBy: ctx.actor.id };
    const mac = macOf(ctx.vault, 'policy', keyedPolicy(agreed));
    await ctx.db
      .update(policy)
      .set({ consentedBy: ctx.actor.id, inForceAt: ctx.now(), mac })
      .where(eq(policy.version, version));
    return { version };
  },
  audit: (_, { version }) => ({ subject: `policy ${version}` }),
});

/** Whether the proposal was made here, by somebody who is still an admin: its row alone proves neither. */
async function isByAnAdmin({ db, vault }: TxCtx, row: typeof policy.$inferSelect): Promise<boolean> {
  if (!row.proposedBy || !isMacOf(vault, 'proposal', keyedPolicy(row), row.mac)) return false;
  const keyed = (await keyedStandings(db, vault, [row.proposedBy])).get(row.proposedBy);
  return keyed?.role === 'admin' && !keyed.isDisabled;
}
