import { and, eq, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { savedView } from '../db/view-schema.ts';
import { readFilter, writeFilter } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { viewLook, viewName } from '../domain/saved-view.ts';
import { changes, type TxCtx } from '../server/usecase.ts';

/** More than anybody finds his way through. */
const MOST_VIEWS = 100;

const filterText = z
  .string()
  .max(8_000, 'This filter is too long.')
  .transform((text, ctx) => {
    const { filter, dropped } = readFilter(new URLSearchParams(text));
    if (dropped.length > 0) ctx.addIssue({ code: 'custom', message: `Not understood: ${dropped.join(', ')}.` });
    return String(writeFilter(filter));
  });

/**
 * Keeps a filter with its look under a name, as a new view or in the place of one of the person's own. Throws `conflict`
 * for a name the person has used, `not_found` for a view that is not theirs, `too_large` for one too many.
 */
export const saveView = changes({
  name: 'save-view',
  input: z.strictObject({
    id: z.uuid().optional(),
    name: viewName,
    search: filterText,
    look: viewLook.default({}),
    isShared: z.boolean().default(false),
  }),
  async run(ctx, { id, ...view }) {
    await refuseTwin(ctx, id, view.name);
    const values = { ...view, changedAt: ctx.now() };
    if (id === undefined) return add(ctx, values);
    const saved = await ctx.db
      .update(savedView)
      .set(values)
      .where(and(eq(savedView.id, id), eq(savedView.ownerId, ctx.actor.id)))
      .returning({ id: savedView.id });
    if (saved.length === 0) throw new Problem('not_found', 'There is no such view of yours.');
    return { id };
  },
  audit: ({ name, isShared }, { id }) => ({ subject: name, detail: { view: id, isShared } }),
});

async function add(ctx: TxCtx, values: Omit<typeof savedView.$inferInsert, 'id' | 'ownerId'>) {
  const count = await ctx.db.$count(savedView, eq(savedView.ownerId, ctx.actor.id));
  if (count >= MOST_VIEWS) throw new Problem('too_large', `You have ${MOST_VIEWS} views. Delete one you do not need.`);
  const id = ctx.id();
  await ctx.db.insert(savedView).values({ ...values, id, ownerId: ctx.actor.id });
  return { id };
}

async function refuseTwin(ctx: TxCtx, id: string | undefined, name: string): Promise<void> {
  // Two tabs that save at once come one after the other.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`saved_view ${ctx.actor.id}`}, 0))`);
  const twins = await ctx.db.$count(
    savedView,
    and(
      eq(savedView.ownerId, ctx.actor.id),
      sql`lower(${savedView.name}) = lower(${name})`,
      id === undefined ? undefined : ne(savedView.id, id),
    ),
  );
  if (twins === 0) return;
  const message = 'You have a view of this name.';
  throw new Problem('conflict', message, { fields: { name: [message] } });
}
