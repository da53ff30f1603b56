import { and, isNull, sql } from 'drizzle-orm';
import { policy } from '../db/approval-schema.ts';
import { approvalPolicy } from '../domain/policy.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { macOf } from '../server/vault.ts';
import { keyedPolicy } from './policy-in-force.ts';

/** Proposes another approval policy; it replaces an open proposal and is in force only when a second admin consents. */
export const proposePolicy = changes({
  name: 'propose-policy',
  input: approvalPolicy,
  async run(ctx, rules) {
    await ctx.db
      .update(policy)
      .set({ withdrawnAt: ctx.now() })
      .where(and(isNull(policy.inForceAt), isNull(policy.withdrawnAt)));
    const row = { version: await nextVersion(ctx), rules: plain(rules), proposedBy: ctx.actor.id };
    const mac = macOf(ctx.vault, 'proposal', keyedPolicy(row));
    await ctx.db.insert(policy).values({ ...row, proposedAt: ctx.now(), mac });
    return { version: row.version };
  },
  audit: (rules, { version }) => ({ subject: `policy ${version}`, detail: { rules: plain(rules) } }),
});

/** Taken before the row is made: its MAC names it. */
async function nextVersion({ db }: TxCtx): Promise<number> {
  const { rows } = await db.execute<{ version: string }>(
    sql`select nextval(pg_get_serial_sequence('policy', 'version')) as version`,
  );
  return Number(rows[0]?.version);
}

/** Paise as text, as JSON keeps them. */
function plain(rules: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(rules, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
}
