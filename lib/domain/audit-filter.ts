import { z } from 'zod';
import { isCalendarDate } from './time.ts';

/** What rows of the audit trail are looked for; every part may be missing. */
export interface AuditFilter {
  /** A whole id, or a part of a name, verb or subject. */
  q?: string;
  verb?: string;
  actor?: string;
  /** A day of the Indian calendar. */
  day?: string;
  subject?: string;
  /** `done` or `refused`. */
  outcome?: 'done' | 'refused';
}

const text = z.string().trim().min(1).max(100).optional().catch(undefined);

/** Reads a filter from an address; what is empty or makes no sense is left out. */
export const auditFilter = z.object({
  q: text,
  verb: text,
  actor: text,
  day: z.string().refine(isCalendarDate).optional().catch(undefined),
  subject: text,
  outcome: z.enum(['done', 'refused']).optional().catch(undefined),
});

/** Writes the address of a filter's page, with what names the page. */
export function auditAddress(filter: AuditFilter, page: { before?: string; after?: string } = {}): string {
  const given = Object.entries({ ...filter, ...page }).filter(([, value]) => value !== undefined && value !== '');
  const search = String(new URLSearchParams(given as [string, string][]));
  return search ? `/audit?${search}` : '/audit';
}
