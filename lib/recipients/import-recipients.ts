import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { readPeople, type LineNote, type Person } from '../domain/batch/read-people.ts';
import { lookUpIfsc } from '../domain/ifsc-data.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { newVersion } from './new-version.ts';

/** Rows written in one statement. */
const ROWS_AT_ONCE = 500;
/** Lines told one by one; all are counted. */
const MOST_TOLD = 100;

const newImport = z.object({
  id: z.uuid('Choose the file again.'),
  reason,
  file: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

/** What came of an import, to be told line by line. */
export interface Imported {
  id: string;
  imported: number;
  /** Lines whose account is a recipient's already, or waits to be one. */
  known: number;
  leftOut: number;
  advised: number;
  /** The first of those left out, and of those worth another look. */
  faults: LineNote[];
  advice: LineNote[];
}

/**
 * Reads people and their accounts from a file: each is paid to only after a checker's word on the whole import and the
 * policy's cooling-off time. Lines that cannot be taken are told, the others are. Throws what `readPeople` throws and
 * `conflict` (this upload came before).
 */
export const importRecipients = changes({
  name: 'import-recipients',
  input: newImport,
  async run(ctx, { id, reason: why, file }): Promise<Imported> {
    const [before] = await ctx.db
      .select({ id: recipientAccount.id })
      .from(recipientAccount)
      .where(eq(recipientAccount.importId, id))
      .limit(1);
    if (before) throw new Problem('conflict', 'This file was imported already. Choose it again to import it anew.');
    const { people, faults, advice } = await readPeople([file]);
    let imported = 0;
    for (let at = 0; at < people.length; at += ROWS_AT_ONCE) {
      imported += await takeIn(ctx, people.slice(at, at + ROWS_AT_ONCE), { importId: id, reason: why });
    }
    const told = { faults: faults.slice(0, MOST_TOLD), advice: advice.slice(0, MOST_TOLD) };
    return { id, imported, known: people.length - imported, leftOut: faults.length, advised: advice.length, ...told };
  },
  audit: ({ id, reason: why }, { imported, known, leftOut }) =>
    imported === 0 ? null : { subject: `import ${id}`, detail: { reason: why, imported, known, leftOut } },
});

/** Writes those who are no recipients yet, each with the version that waits for a checker; gives how many. */
async function takeIn(ctx: TxCtx, people: Person[], of: { importId: string; reason: string }): Promise<number> {
  const ids = await recipientsOf(ctx, people);
  const rows = people.flatMap(({ account, known }) => {
    const recipientId = ids.get(hex(ctx.vault.blindIndex(account)));
    return recipientId ? newVersion(ctx, { recipientId, account, ifsc: known.ifsc ?? '', ...of }) : [];
  });
  if (rows.length > 0) await ctx.db.insert(recipientAccount).values(rows);
  return rows.length;
}

/**
 * The recipients that people become, by the index of their account, without those who are one already. Whom a checker
 * refused and nobody paid may be imported again.
 */
async function recipientsOf(ctx: TxCtx, people: Person[]): Promise<Map<string, string>> {
  const underEarlierKeys = await knownByEarlierKeys(ctx, people);
  const rows = people
    .filter(({ account }) => !underEarlierKeys.has(account))
    .map(({ name, account, known }) => ({
      ...{ id: ctx.id(), name, accountIndex: ctx.vault.blindIndex(account), addedAt: ctx.now() },
      ...{ known: { bankName: lookUpIfsc(known.ifsc ?? '').bank ?? undefined, ...known }, payouts: 0, sumMinor: 0n },
    }));
  if (rows.length === 0) return new Map();
  const isFree = sql`${recipient.payoutId} is null and not exists (
    select 1 from ${recipientAccount} v where v.recipient_id = ${recipient.id} and v.refused_at is null)`;
  const taken = await ctx.db
    .insert(recipient)
    .values(rows)
    .onConflictDoUpdate({
      target: recipient.accountIndex,
      set: { name: sql`excluded.name`, known: sql`excluded.known`, addedAt: sql`excluded.added_at` },
      setWhere: isFree,
    })
    .returning({ id: recipient.id, accountIndex: recipient.accountIndex });
  return new Map(taken.map(({ id, accountIndex }) => [hex(accountIndex), id]));
}

/** While the application's key is being changed, some still stand under the index of an earlier one. */
async function knownByEarlierKeys(ctx: TxCtx, people: Person[]): Promise<Set<string>> {
  const byIndex = new Map(
    people.flatMap(({ account }) => ctx.vault.earlier.map((one) => [hex(one.blindIndex(account)), account] as const)),
  );
  if (byIndex.size === 0) return new Set();
  const { accountIndex } = recipient;
  const indexes = [...byIndex.keys()].map((one) => Buffer.from(one, 'hex'));
  const rows = await ctx.db.select({ accountIndex }).from(recipient).where(inArray(accountIndex, indexes));
  return new Set(rows.map((row) => byIndex.get(hex(row.accountIndex)) ?? ''));
}

const hex = (index: Buffer): string => index.toString('hex');
