import { and, eq, inArray, isNull } from 'drizzle-orm';
import { person } from '../db/people-schema.ts';
import { doubtProposal } from '../db/doubt-schema.ts';

import { resendUntil, type Doubt, type Proposal } from '../domain/doubt.ts';
import type { Ctx } from '../server/usecase.ts';

/** What can be decided about a payout in doubt whose first POST left at `firstSentAt`. */
export function doubtOf(ctx: Ctx, firstSentAt: Date | null, proposal: Proposal | undefined): Doubt {
  const until = firstSentAt && resendUntil(firstSentAt);
  return { resendUntil: until, isResendable: until !== null && ctx.now() < until, proposal: proposal ?? null };
}

/** Reads the open proposals for these payouts, by payout; the person who asks learns which are their own. */
export async function openProposals(ctx: Ctx, payoutIds: string[]): Promise<Map<string, Proposal>> {
  if (payoutIds.length === 0) return new Map();
  const found = await ctx.db
    .select({
      payoutId: doubtProposal.payoutId,
      id: doubtProposal.id,
      decision: doubtProposal.decision,
      reason: doubtProposal.reason,
      proposedBy: doubtProposal.proposedBy,
      proposer: person.name,
      proposedAt: doubtProposal.proposedAt,
    })
    .from(doubtProposal)
    .innerJoin(person, eq(person.id, doubtProposal.proposedBy))
    .where(and(inArray(doubtProposal.payoutId, payoutIds), isNull(doubtProposal.endedAt)));
  return new Map(
    found.map(({ payoutId, proposedBy, ...proposal }) => [
      payoutId,
      { ...proposal, isMine: proposedBy === ctx.actor.id },
    ]),
  );
}
