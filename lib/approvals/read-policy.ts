import { desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { policy } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { approvalPolicy } from '../domain/policy.ts';
import { reads } from '../server/usecase.ts';
import { FIRST_VERSION, isAgreed, policyInForce } from './policy-in-force.ts';

const MOST_VERSIONS = 100;

/** Reads the approval policy in force, the open proposal if there is one, and every version before, newest first. */
export const readPolicy = reads({
  name: 'read-policy',
  input: z.object({}),
  async run(ctx) {
    const { version, ...rules } = await policyInForce(ctx);
    const proposer = alias(person, 'proposer');
    const rows = await ctx.db
      .select({ row: policy, proposer: proposer.name, consenter: person.name })
      .from(policy)
      .leftJoin(proposer, eq(proposer.id, policy.proposedBy))
      .leftJoin(person, eq(person.id, policy.consentedBy))
      .orderBy(desc(policy.version))
      .limit(MOST_VERSIONS);
    const history = rows.map(({ row, ...names }) => ({
      version: row.version,
      rules: approvalPolicy.parse(row.rules),
      ...names,
      proposedAt: row.proposedAt,
      inForceAt: row.inForceAt,
      withdrawnAt: row.withdrawnAt,
      isOwn: row.proposedBy === ctx.actor.id,
      /** Without it the version was written around the console and decides nothing. */
      isAgreed: row.version === FIRST_VERSION || isAgreed(ctx.vault, row),
    }));
    const open = history.find(({ inForceAt, withdrawnAt }) => inForceAt === null && withdrawnAt === null);
    return { version, rules, open: open ?? null, history };
  },
});

export type PolicyView = Awaited<ReturnType<typeof readPolicy>>;
