import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { savedView } from '../db/view-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Takes away one of a person's own views, also from whoever's list begins with it. Throws `not_found`. */
export const deleteView = changes({
  name: 'delete-view',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [gone] = await ctx.db
      .delete(savedView)
      .where(and(eq(savedView.id, id), eq(savedView.ownerId, ctx.actor.id)))
      .returning({ id: savedView.id, name: savedView.name });
    if (!gone) throw new Problem('not_found', 'There is no such view of yours.');
    return gone;
  },
  audit: (_, { id, name }) => ({ subject: name, detail: { view: id } }),
});
