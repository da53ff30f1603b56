import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { hasLiveConnection } from '../db/live-connection.ts';
import { lockAdmins } from '../db/lock-admins.ts';
import { person, session } from '../db/people-schema.ts';
import { ROLES } from '../domain/access.ts';
import { Problem } from '../domain/problem.ts';
import { looseApprovals } from '../approvals/loose-approvals.ts';
import { changes, type Ctx } from '../server/usecase.ts';
import { keepStanding } from './keyed-standing.ts';

const change = z.object({
  id: z.string().min(1).max(100),
  role: z.enum(ROLES, 'Choose a role.').optional(),
  disabled: z.boolean().optional(),
});

/**
 * Gives a person another role, or switches their account off or on; both hold from their next request on. Throws
 * `not_found`, `forbidden` for oneself (it takes another admin) and `conflict` for the last admin.
 */
export const changePerson = changes({
  name: 'change-person',
  input: change,
  async run(ctx, { id, role, disabled }) {
    const admins = await lockAdmins(ctx.db);
    const [before] = await ctx.db.select().from(person).where(eq(person.id, id)).for('update');
    if (!before) throw new Problem('not_found', 'This person does not exist.');
    if (id === ctx.actor.id) throw new Problem('forbidden', 'Another admin has to change your own account.');
    const now = ctx.now();
    const after = {
      role: role ?? before.role,
      disabledAt: disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? now) : null,
    };
    const staysAdmin = after.role === 'admin' && !after.disabledAt;
    if (!staysAdmin) await assertAdminLeft(ctx, admins, id);
    const [changed] = await ctx.db
      .update(person)
      .set({ ...after, updatedAt: now })
      .where(eq(person.id, id))
      .returning();
    if (changed) {
      ctx.changed(before, changed);
      await keepStanding(ctx.db, ctx.vault, changed, now);
    }
    if (after.role !== 'checker' || after.disabledAt) await looseApprovals(ctx, id);
    if (after.disabledAt) await ctx.db.delete(session).where(eq(session.userId, id));
    const was = { role: before.role, disabled: before.disabledAt !== null };
    return { id, before: was, after: { role: after.role, disabled: after.disabledAt !== null } };
  },
  audit: (_, { id, before, after }) =>
    before.role === after.role && before.disabled === after.disabled
      ? null
      : { subject: id, detail: { before, after } },
});

async function assertAdminLeft(
  ctx: Ctx,
  admins: Awaited<ReturnType<typeof lockAdmins>>,
  leaver: string,
): Promise<void> {
  if (!admins.some(({ id }) => id === leaver)) return;
  // A demo admin cannot sign in beside a live connection, so does not count there.
  const isLive = await hasLiveConnection(ctx.db);
  const left = admins.filter(({ id, isDemo }) => id !== leaver && !(isDemo && isLive));
  if (left.length > 0) return;
  throw new Problem('conflict', 'This is the last admin. Make somebody else an admin first.');
}
