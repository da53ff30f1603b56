import { and, asc, desc, eq, gt, gte, ilike, isNotNull, isNull, lt, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { auditSeal } from '../db/audit-schema.ts';
import { audit } from '../db/schema.ts';
import { auditFilter, type AuditFilter } from '../domain/audit-filter.ts';
import { istDayBounds } from '../domain/time.ts';
import { reads } from '../server/usecase.ts';
import { auditChoices } from './audit-choices.ts';

const PAGE_ROWS = 50;

const cursor = z
  .string()
  .regex(/^\d{1,18}$/, 'This page of the list cannot be found. Start again from its top.')
  .transform(BigInt)
  .optional();

/**
 * Lists a page of the audit trail, newest row first, each with its link in the chain where it has one, and what the list
 * can be narrowed to. `older` and `newer` are the cursors of the pages beside it. Throws `invalid` for a broken cursor.
 */
export const listAudit = reads({
  name: 'list-audit',
  input: z.object({ filter: auditFilter, before: cursor, after: cursor }),
  async run({ db }, { filter, before, after }) {
    const isUpward = after !== undefined;
    const beyond = isUpward ? gt(audit.id, after) : before !== undefined ? lt(audit.id, before) : undefined;
    const found = await db
      .select({ row: audit, seal: { seq: auditSeal.seq, hash: auditSeal.hash, sealedAt: auditSeal.sealedAt } })
      .from(audit)
      .leftJoin(auditSeal, eq(auditSeal.auditId, audit.id))
      .where(and(whereOf(filter), beyond))
      .orderBy(isUpward ? asc(audit.id) : desc(audit.id))
      .limit(PAGE_ROWS + 1);
    const hasMore = found.length > PAGE_ROWS;
    const page = found.slice(0, PAGE_ROWS);
    if (isUpward) page.reverse();
    const rows = page.map(({ row, seal }) => toEntry(row, seal));
    const hasNewer = isUpward ? hasMore : before !== undefined;
    const hasOlder = isUpward || hasMore;
    return {
      rows,
      newer: hasNewer ? (rows[0]?.id ?? null) : null,
      older: hasOlder ? (rows.at(-1)?.id ?? null) : null,
      choices: await auditChoices(db),
    };
  },
});

export type AuditPage = Awaited<ReturnType<typeof listAudit>>;
export type AuditEntry = AuditPage['rows'][number];

type Row = typeof audit.$inferSelect;
type Seal = Pick<typeof auditSeal.$inferSelect, 'seq' | 'hash' | 'sealedAt'>;

function toEntry({ id, beforeDigest, afterDigest, ...row }: Row, seal: Seal | null) {
  return {
    ...row,
    id: String(id),
    beforeDigest: beforeDigest?.toString('hex') ?? null,
    afterDigest: afterDigest?.toString('hex') ?? null,
    seal: seal && { seq: String(seal.seq), hash: seal.hash.toString('hex'), sealedAt: seal.sealedAt },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function whereOf({ q, verb, actor, day, subject, outcome }: AuditFilter): SQL | undefined {
  const bounds = day ? istDayBounds(day) : undefined;
  return and(
    q ? searched(q) : undefined,
    verb ? eq(audit.verb, verb) : undefined,
    actor ? eq(audit.actor, actor) : undefined,
    subject ? about(subject) : undefined,
    bounds && gte(audit.at, bounds.from),
    bounds && lt(audit.at, bounds.to),
    outcome && (outcome === 'done' ? isNull(audit.refusal) : isNotNull(audit.refusal)),
  );
}

function about(id: string): SQL | undefined {
  return UUID.test(id) ? or(eq(audit.subject, id), eq(audit.payoutId, id)) : eq(audit.subject, id);
}

function searched(q: string): SQL | undefined {
  if (UUID.test(q)) return or(about(q), eq(audit.actor, q), eq(audit.requestKey, q), eq(audit.sessionKey, q));
  const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(audit.actorName, part), ilike(audit.verb, part), ilike(audit.subject, part), eq(audit.address, q));
}
