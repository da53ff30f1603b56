import { and, isNull } from 'drizzle-orm';
import { policy } from '../db/approval-schema.ts';
import { approvalPolicy } from '../domain/policy.ts';
import { changes } from '../server/usecase.ts';

/** Proposes another approval policy; it replaces an open proposal and is in force only when a second admin consents. */
export const proposePolicy = changes({
  name: 'propose-policy',
  input: approvalPolicy,
  async run(ctx, rules) {
    await ctx.db
      .update(policy)
      .set({ withdrawnAt: ctx.now() })
      .where(and(isNull(policy.inForceAt), isNull(policy.withdrawnAt)));
    const [row] = await ctx.db
      .insert(policy)
      .values({ rules: plain(rules), proposedBy: ctx.actor.id, proposedAt: ctx.now() })
      .returning({ version: policy.version });
    if (!row) throw new Error('the proposal was not kept');
    return { version: row.version };
  },
  audit: (rules, { version }) => ({ subject: `policy ${version}`, detail: { rules: plain(rules) } }),
});

/** Paise as text, as JSON keeps them. */
function plain(rules: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(rules, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
}
