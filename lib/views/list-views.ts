import { asc, eq, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { defaultView, savedView } from '../db/view-schema.ts';
import { reads } from '../server/usecase.ts';

/** Lists a person's own views and those shared by others, by name, and which of them their list begins with. */
export const listViews = reads({
  name: 'list-views',
  input: z.object({}),
  async run(ctx) {
    const me = ctx.actor.id;
    const [chosen] = await ctx.db
      .select({ viewId: defaultView.viewId })
      .from(defaultView)
      .where(eq(defaultView.personId, me));
    const views = await ctx.db
      .select({
        id: savedView.id,
        name: savedView.name,
        search: savedView.search,
        look: savedView.look,
        isShared: savedView.isShared,
        owner: person.name,
        isOwn: sql<boolean>`${savedView.ownerId} = ${me}`,
        changedAt: savedView.changedAt,
      })
      .from(savedView)
      .innerJoin(person, eq(person.id, savedView.ownerId))
      .where(or(eq(savedView.ownerId, me), eq(savedView.isShared, true)))
      .orderBy(asc(sql`lower(${savedView.name})`), asc(savedView.id));
    // One that is shared no more is nobody else's beginning.
    return views.map((view) => ({ ...view, isDefault: view.id === chosen?.viewId }));
  },
});

export type SavedView = Awaited<ReturnType<typeof listViews>>[number];
