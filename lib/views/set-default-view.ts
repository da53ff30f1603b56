import { and, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { defaultView, savedView } from '../db/view-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Has a person's list begin with a view they can see, or with all payouts again (null). Throws `not_found`. */
export const setDefaultView = changes({
  name: 'set-default-view',
  input: z.object({ id: z.uuid().nullable() }),
  async run(ctx, { id }) {
    const personId = ctx.actor.id;
    if (id === null) {
      await ctx.db.delete(defaultView).where(eq(defaultView.personId, personId));
      return { id, name: 'All payouts' };
    }
    const isSeen = or(eq(savedView.ownerId, personId), eq(savedView.isShared, true));
    const [view] = await ctx.db
      .select({ name: savedView.name })
      .from(savedView)
      .where(and(eq(savedView.id, id), isSeen));
    if (!view) throw new Problem('not_found', 'There is no such view.');
    const set = { viewId: id };
    await ctx.db
      .insert(defaultView)
      .values({ personId, viewId: id })
      .onConflictDoUpdate({ target: defaultView.personId, set });
    return { id, name: view.name };
  },
  audit: (_, { id, name }) => ({ subject: name, detail: { view: id } }),
});
