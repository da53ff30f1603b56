import { PgTransaction } from 'drizzle-orm/pg-core';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { audit } from '../db/schema.ts';
import { log } from './log.ts';
import type { Ctx } from './usecase.ts';

/** A read that finds nothing, or is asked badly, is no refusal: lists are searched all day. */
const OF_READS: readonly ProblemCode[] = ['unauthenticated', 'forbidden', 'step_up_needed', 'throttled'];
/** Their messages may quote what was typed. */
const QUOTING: readonly ProblemCode[] = ['invalid', 'advised'];

const WINDOW_MS = 60_000;
/** Different refusals of one person that are written down in a minute, of each kind one. */
const MOST_KINDS = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Refused {
  verb: string;
  isReading: boolean;
  /** What the verb was asked, as it came. */
  raw: unknown;
  error: unknown;
}

const gate = createRefusalGate();

/**
 * Writes one audit row for a verb that was refused, beside its transaction, which is rolled back. Whoever is refused the
 * same again and again fills no disk with it: the next row says how often it was held back. Never throws.
 */
export async function noteRefusal(ctx: Ctx, { verb, isReading, raw, error }: Refused): Promise<void> {
  // A verb within a verb: the outer one is refused too, and tells it.
  if (!(error instanceof Problem) || ctx.db instanceof PgTransaction) return;
  const { code } = error;
  if (isReading && !OF_READS.includes(code)) return;
  const heldBack = gate(ctx.actor.id, `${verb} ${code}`, ctx.now());
  if (heldBack === null) return;
  const message = QUOTING.includes(code) ? undefined : withoutNumbers(error.message);
  const row = {
    at: ctx.now(),
    actor: ctx.actor.id,
    actorName: ctx.actor.name,
    verb,
    subject: subjectOf(raw),
    refusal: code,
    detail: message || heldBack ? { ...(message && { message }), ...(heldBack && { heldBack }) } : undefined,
    address: ctx.address,
    sessionKey: ctx.session?.id,
    requestKey: ctx.requestKey,
  };
  try {
    await ctx.db.insert(audit).values(row);
  } catch (err) {
    // The refusal stands all the same.
    log('audit').error({ err, verb, code }, 'a refusal could not be written down');
  }
}

/** Gives a function that tells whether to write a refusal down, and how many of this person were not since the last. */
export function createRefusalGate(): (personId: string, kind: string, now: Date) => number | null {
  const people = new Map<string, { until: number; kinds: Set<string>; heldBack: number }>();
  return (personId, kind, now) => {
    const at = now.getTime();
    let one = people.get(personId);
    if (!one || at >= one.until || at < one.until - WINDOW_MS) {
      one = { until: at + WINDOW_MS, kinds: new Set(), heldBack: one?.heldBack ?? 0 };
      people.set(personId, one);
    }
    if (one.kinds.has(kind) || one.kinds.size >= MOST_KINDS) {
      one.heldBack += 1;
      return null;
    }
    one.kinds.add(kind);
    const { heldBack } = one;
    one.heldBack = 0;
    return heldBack;
  };
}

// Only an id of ours: whatever else stood there may be anything.
function subjectOf(raw: unknown): string | undefined {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  return typeof id === 'string' && UUID.test(id) ? id.toLowerCase() : undefined;
}

const withoutNumbers = (message: string): string => message.replace(/\d(?:[\s-]?\d){6,}/g, '…').slice(0, 300);
