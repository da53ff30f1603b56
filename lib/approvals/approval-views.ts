import { asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { approval } from '../db/approval-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { factorsOf } from '../db/factors-of.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import { differences, outlierHint, type Compared } from '../domain/approval-hint.ts';
import { isStepUpFresh } from '../people/step-up.ts';
import type { Ctx } from '../server/usecase.ts';
import { countingApprovals } from './count-approvals.ts';
import { policyInForce } from './policy-in-force.ts';
import { isLetOff } from './step-up-proof.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type ApprovalView = Awaited<ReturnType<typeof approvalViews>>[number];

/** What the asking person can prove with: a page asks for no more than it has to. */
export type OwnProof = Awaited<ReturnType<typeof ownProof>>;

export async function ownProof(ctx: Ctx) {
  const { passkeyAboveMinor } = await policyInForce(ctx);
  const factors = await factorsOf(ctx.db, ctx.actor.id);
  return { ...factors, passkeyAboveMinor, isLetOff: await isLetOff(ctx), isFresh: await isStepUpFresh(ctx) };
}

/** Reads payouts as a checker has to see them: what is paid, who approved, and what is out of the ordinary. */
export async function approvalViews(ctx: Ctx, where: SQL | undefined, limit: number) {
  const rows = await ctx.db
    .select({ row: payout, connection: connection.name, maker: person.name })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .innerJoin(person, eq(person.id, payout.makerId))
    .where(where)
    .orderBy(asc(payout.approvalDueAt), asc(payout.id))
    .limit(limit);
  const given = await givenTo(
    ctx,
    rows.map(({ row }) => row.id),
  );
  const views = [];
  for (const { row, connection: through, maker } of rows) {
    const approvals = given.filter(({ payoutId }) => payoutId === row.id);
    const counting = approvals.filter(({ counts }) => counts).length;
    const isMine = row.makerId === ctx.actor.id;
    const mine = approvals.find(({ isOwn, withdrawnAt }) => isOwn && !withdrawnAt);
    const { id, amountMinor, beneficiary, ifsc, bank, option, description, test, state } = row;
    views.push({
      ...{ id, amountMinor, beneficiary, ifsc, bank, option, description, test, state, maker, isMine },
      connection: through,
      account: `••••${row.accountLast4}`,
      createdAt: row.createdAt,
      dueAt: row.approvalDueAt,
      note: row.reviewNote,
      required: row.requiredCheckers,
      missing: Math.max(0, row.requiredCheckers - counting),
      approvals,
      contentDigest: row.contentDigest.toString('hex'),
      isWithdrawable: mine !== undefined && (state === 'awaiting_approval' || state === 'queued'),
      whyNot: whyNot(ctx, { state, isMine, hasApproved: mine !== undefined }),
      ...(await outOfTheOrdinary(ctx, { ...row, connection: through })),
    });
  }
  return views;
}

/** Why this person cannot approve it; null where they can. */
function whyNot(
  { actor }: Ctx,
  { state, isMine, hasApproved }: { state: string; isMine: boolean; hasApproved: boolean },
): string | null {
  if (isMine) return 'You made it: somebody else approves it.';
  if (actor.role !== 'checker') return `Your role (${actor.role}) does not approve.`;
  if (hasApproved) return 'You approved it already: another person has to.';
  return state === 'awaiting_approval' ? null : 'It does not wait for approval.';
}

async function givenTo(ctx: Ctx, payoutIds: string[]) {
  if (payoutIds.length === 0) return [];
  const found = await ctx.db
    .select({
      id: approval.id,
      payoutId: approval.payoutId,
      personId: approval.personId,
      by: person.name,
      approvedAt: approval.approvedAt,
      withdrawnAt: approval.withdrawnAt,
      proof: approval.proof,
    })
    .from(approval)
    .innerJoin(person, eq(person.id, approval.personId))
    .where(inArray(approval.payoutId, payoutIds))
    .orderBy(asc(approval.approvedAt));
  const counting = await countingApprovals(ctx.db, ctx.vault, payoutIds);
  return found.map(({ personId, ...one }) => ({
    ...one,
    isOwn: personId === ctx.actor.id,
    counts: counting.has(one.id),
  }));
}

type Looked = typeof payout.$inferSelect & { connection: string };

async function outOfTheOrdinary(ctx: Ctx, now: Looked) {
  const { rows } = await ctx.db.execute<Earlier & Record<string, unknown>>(sql`
    select p.id, p.state, p.amount_minor as "amountMinor", p.beneficiary, p.ifsc, p.option, p.description,
      c.name as connection, p.created_at as "createdAt"
    from payout p join connection c on c.id = p.connection_id
    where p.account_index = ${now.accountIndex} and p.id <> ${now.id} and p.created_at <= ${now.createdAt.toISOString()}
    order by p.created_at desc limit 50`);
  const earlier = rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
  const paid = earlier.filter(({ state }) => state === 'successful' || state === 'pending');
  const [last] = paid;
  const usual = median(paid.map(({ amountMinor }) => amountMinor));
  const since = now.createdAt.getTime() - DAY_MS;
  const twin = earlier.find(
    ({ state, amountMinor, createdAt }) =>
      amountMinor === now.amountMinor &&
      new Date(createdAt).getTime() >= since &&
      !['failed', 'cancelled', 'expired'].includes(state),
  );
  const hints = [
    twin ? 'The same amount went to the same account within 24 hours.' : null,
    outlierHint(now.amountMinor, usual),
  ].filter((hint) => hint !== null);
  return { hints, isFirst: !last, twinId: twin?.id ?? null, differences: last ? differences(now, last) : [] };
}

interface Earlier extends Compared {
  id: string;
  state: string;
  createdAt: string | Date;
}

function median(amounts: bigint[]): bigint {
  const sorted = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor(sorted.length / 2)] ?? 0n;
}
