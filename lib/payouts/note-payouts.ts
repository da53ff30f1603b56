import { payoutNote } from '../db/pending-schema.ts';
import { payout } from '../db/schema.ts';
import { noteText, possibleAccounts } from '../domain/note.ts';
import { Problem } from '../domain/problem.ts';
import { changes, writeAudit, type TxCtx } from '../server/usecase.ts';
import { blindIndexes } from '../server/vault.ts';
import { announceAll } from './announce.ts';
import { selectionWhere, selectionWith } from './selection-input.ts';

/** Payouts one note is put beside at most. */
export const MOST_NOTED = 1_000;

const HOLDS_ACCOUNT = 'Leave the account number out of the note: its last four digits are enough.';

/**
 * Puts a note beside payouts, for good. Answers how many have it and how many are unknown here. Throws `invalid` for a
 * note that holds the account number of one of them, `too_large` beyond 1,000, and `not_found` where there is none.
 */
export const notePayouts = changes({
  name: 'note-payouts',
  input: selectionWith({ text: noteText }),
  async run(ctx, { text, ...selection }) {
    const known = await ctx.db
      .select({ id: payout.id, accountIndex: payout.accountIndex })
      .from(payout)
      .where(selectionWhere(selection, ctx))
      .limit(MOST_NOTED + 1);
    if (known.length === 0) throw new Problem('not_found', 'There is no such payout.');
    if (known.length > MOST_NOTED) {
      throw new Problem('too_large', 'A note is put beside 1,000 payouts at most. Narrow the filter.');
    }
    if (holdsAccount(ctx, text, known)) {
      throw new Problem('invalid', HOLDS_ACCOUNT, { fields: { text: [HOLDS_ACCOUNT] } });
    }
    const written = { authorId: ctx.actor.id, at: ctx.now(), text };
    const notes = known.map(({ id }) => ({ ...written, id: ctx.id(), payoutId: id }));
    await ctx.db.insert(payoutNote).values(notes);
    const rows = notes.map(({ id, payoutId }) => ({ payoutId, subject: id, detail: { text } }));
    await writeAudit(ctx, 'note-payouts', ...rows);
    await announceAll(
      ctx.db,
      notes.map(({ payoutId }) => payoutId),
    );
    const asked = 'ids' in selection ? new Set(selection.ids).size : notes.length;
    return { noted: notes.length, unknown: asked - notes.length };
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
