import { z } from 'zod';
import { reportedStatus, type Snapshot } from '../domain/answer.ts';
import { fromWire } from '../domain/money.ts';
import { isCalendarDate } from '../domain/time.ts';

/** A larger body is no answer: the largest documented one, 100 rows of a query, is a tenth of this. */
export const MAX_BODY_BYTES = 1_000_000;

const MAX_TEXT = 1_000;

const identifier = z.string().regex(/^[^\p{C}\p{Z}]{1,255}$/u);
const word = z.string().regex(/^[^\p{Cc}]{1,64}$/u);

// An optional part of the wrong kind counts as absent: it must not turn a clear status into an unknown one.
const text = z
  .union([z.string(), z.int().transform(String)])
  .transform((value) => tidy(value) || null)
  .nullish()
  .catch(null);
const link = z
  .string()
  .max(2_000)
  .refine((value) => /^https?:\/\/[^\s\p{Cc}]+$/u.test(value) && URL.canParse(value))
  .nullish()
  .catch(null);
const instant = z.string().transform(readInstant).nullish().catch(null);

// Keys that are not named here pass and are dropped, so no key of a body ever becomes a key of an object of ours.
const transaction = z.object({
  uid: identifier,
  type: z.literal('payout'),
  status: word,
  amount: z.int().nonnegative(),
  currency: word,
  tracking_id: text,
  updated_at: instant,
  manually_corrected_at: instant,
  message: text,
  receipt_url: link,
  payout: z
    .object({ rrn: text, ref_id: text, bank_code: text, message: text, gateway_id: z.int().nullish().catch(null) })
    .nullish()
    .catch(null),
});

const envelope = z.object({ transaction });
const list = z.object({ transactions: z.array(z.unknown()) });
const otherType = z.object({ type: word.refine((type) => type !== 'payout') });

/**
 * Reads `{"transaction": {…}}` of type payout as the gateway sends it in an answer, a query or a notification (api.md 4);
 * null unless uid, type, status, an exact integer amount and currency are there. The status is never read off `message`.
 */
export function readTransaction(body: unknown): Snapshot | null {
  const parsed = envelope.safeParse(body);
  return parsed.success ? toSnapshot(parsed.data.transaction) : null;
}

/** Reads the payouts of `{"transactions": […]}`, rows of other types left out; null unless each row can be read. */
export function readTransactions(body: unknown): Snapshot[] | null {
  const parsed = list.safeParse(body);
  if (!parsed.success) return null;
  const found: Snapshot[] = [];
  for (const row of parsed.data.transactions) {
    if (otherType.safeParse(row).success) continue;
    const snapshot = readTransaction({ transaction: row });
    if (!snapshot) return null;
    found.push(snapshot);
  }
  return found;
}

/** Parses JSON text; undefined where it is none or too large. */
export function readJson(body: string): unknown {
  if (body.length > MAX_BODY_BYTES) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Makes a foreign text fit to be kept and shown: bounded, without NUL (PostgreSQL refuses it) and broken letters. */
export function tidy(value: string, max = MAX_TEXT): string {
  return value.replaceAll('\0', '').slice(0, max).toWellFormed();
}

function toSnapshot(row: z.output<typeof transaction>): Snapshot {
  return {
    uid: row.uid,
    // A word such as "constructor" must not find what every object inherits.
    status: reportedStatus(row.status),
    word: row.status,
    amountMinor: fromWire(row.amount),
    currency: row.currency,
    trackingId: row.tracking_id ?? null,
    updatedAt: row.updated_at ?? null,
    manuallyCorrectedAt: row.manually_corrected_at ?? null,
    reference: row.payout?.rrn ?? row.payout?.ref_id ?? null,
    message: row.message ?? row.payout?.message ?? null,
    bankCode: row.payout?.bank_code ?? null,
    receiptUrl: row.receipt_url ?? null,
    gatewayId: row.payout?.gateway_id ?? null,
  };
}

const INSTANT = /^(2\d{3}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/;

/** Reads seconds, milliseconds or microseconds, cut to milliseconds; without a zone it is UTC (api.md 12). */
function readInstant(value: string): Date | null {
  const parts = INSTANT.exec(value);
  if (!parts || !isCalendarDate(parts[1] ?? '')) return null;
  const fraction = (parts[3] ?? '').slice(0, 3).padEnd(3, '0');
  const at = new Date(`${parts[1]}T${parts[2]}.${fraction}${parts[4] ?? 'Z'}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
