import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { reads } from '../server/usecase.ts';
import { approvalViews, ownProof } from './approval-views.ts';

/** Reads who approved one payout, who is missing, and what the asking person can do about it. Throws `not_found`. */
export const readApprovals = reads({
  name: 'read-approvals',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [view] = await approvalViews(ctx, eq(payout.id, id), 1);
    if (!view) throw new Problem('not_found', 'There is no such payout.');
    return { ...view, own: await ownProof(ctx) };
  },
});
