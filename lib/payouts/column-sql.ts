import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { approval } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { payoutNote } from '../db/pending-schema.ts';
import { payout } from '../db/schema.ts';
import type { ColumnKey, SortKey } from '../domain/column.ts';

// What is not final counts as final before all else, as its index has it.
const FINAL = sql`coalesce(${payout.finalAt}, '-infinity'::timestamptz)`;

/** Where each column comes from in `payout`, `connection` and `person`; a column without a source fails the build. */
export const COLUMN_SQL: Record<ColumnKey, SQLWrapper> = {
  beneficiary: payout.beneficiary,
  account: payout.accountLast4,
  ifsc: payout.ifsc,
  bank: payout.bank,
  amount: payout.amountMinor,
  state: payout.state,
  age: payout.createdAt,
  created: payout.createdAt,
  final: payout.finalAt,
  option: payout.option,
  connection: connection.name,
  mode: sql`(case when ${payout.test} then 'test' else 'live' end)`,
  reference: payout.reference,
  trackingId: payout.trackingId,
  uid: payout.uid,
  description: payout.description,
  maker: person.name,
  checker: approval.personId,
  corrected: payout.manuallyCorrectedAt,
  note: payoutNote.text,
  batch: payout.batchId,
  id: payout.id,
};

/** The value that a filter compares, where it is another than the one shown. */
export const FILTER_SQL: Partial<Record<ColumnKey, SQLWrapper>> = {
  connection: payout.connectionId,
  maker: payout.makerId,
  checker: sql`select 1 from ${approval} where ${approval.payoutId} = ${payout.id} and ${approval.withdrawnAt} is null and ${approval.personId}`,
  corrected: sql`${payout.manuallyCorrectedAt} is not null`,
  note: sql`exists (select 1 from ${payoutNote} where ${payoutNote.payoutId} = ${payout.id})`,
  final: FINAL,
};

/** What an order goes by, and how a place in it is written as text without losing anything, and read back. */
export const SORT_SQL: Record<SortKey, { source: SQLWrapper; text: SQL; type: SQL; isValue(text: string): boolean }> = {
  created: momentOf(payout.createdAt),
  final: momentOf(FINAL),
  amount: {
    source: payout.amountMinor,
    text: sql`${payout.amountMinor}::text`,
    type: sql`bigint`,
    isValue: (text) => /^\d{1,18}$/.test(text),
  },
  beneficiary: {
    source: payout.beneficiary,
    text: sql`${payout.beneficiary}`,
    type: sql`text`,
    isValue: (text) => text.length <= 4_096 && !text.includes('\0'),
  },
};

function momentOf(source: SQLWrapper) {
  return {
    source,
    // Microseconds: a Date has only milliseconds, and a page would begin with rows of the one before.
    text: sql`case when ${source} = '-infinity' then '-infinity'
      else to_char(${source} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end`,
    type: sql`timestamptz`,
    isValue: (text: string) =>
      text === '-infinity' ||
      (/^2[01]\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z$/.test(text) && !Number.isNaN(Date.parse(text))),
  };
}
