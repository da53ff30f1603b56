import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { payoutNote } from '../db/pending-schema.ts';
import { payout } from '../db/schema.ts';
import { noteText, possibleAccounts } from '../domain/note.ts';
import { Problem } from '../domain/problem.ts';
import { changes, writeAudit, type TxCtx } from '../server/usecase.ts';
import { blindIndexes } from '../server/vault.ts';
import { announce } from './announce.ts';

/** Payouts one note is put beside at most; a larger selection is noted in parts. */
export const MOST_NOTED = 200;

const HOLDS_ACCOUNT = 'Leave the account number out of the note: its last four digits are enough.';

/**
 * Puts a note beside payouts, for good. Answers how many have it and how many are unknown here. Throws `invalid` for a
 * note that holds the account number of one of them, and `not_found` where none of them exists.
 */
export const notePayouts = changes({
  name: 'note-payouts',
  input: z.object({ ids: z.array(z.uuid()).min(1).max(MOST_NOTED), text: noteText }),
  async run(ctx, { ids, text }) {
    const known = await ctx.db
      .select({ id: payout.id, accountIndex: payout.accountIndex })
      .from(payout)
      .where(inArray(payout.id, ids))
      .orderBy(payout.id);
    if (known.length === 0) throw new Problem('not_found', 'There is no such payout.');
    if (holdsAccount(ctx, text, known)) {
      throw new Problem('invalid', HOLDS_ACCOUNT, { fields: { text: [HOLDS_ACCOUNT] } });
    }
    const written = { authorId: ctx.actor.id, at: ctx.now(), text };
    const notes = known.map(({ id }) => ({ ...written, id: ctx.id(), payoutId: id }));
    await ctx.db.insert(payoutNote).values(notes);
    for (const { id, payoutId } of notes) {
      await writeAudit(ctx, 'note-payouts', { payoutId, subject: id, detail: { text } });
      await announce(ctx.db, payoutId);
    }
    return { noted: notes.length, unknown: new Set(ids).size - notes.length };
  },
  // Each payout has its row, which vouches for the note's words.
  audit: () => null,
});

function holdsAccount({ vault }: TxCtx, text: string, known: { accountIndex: Buffer }[]): boolean {
  const accounts = new Set(known.map(({ accountIndex }) => accountIndex.toString('hex')));
  return possibleAccounts(text).some((digits) =>
    blindIndexes(vault, digits).some((index) => accounts.has(index.toString('hex'))),
  );
}
