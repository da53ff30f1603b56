import type { recipientAccount } from '../db/recipient-schema.ts';
import { lastFour } from '../domain/text.ts';
import type { Ctx } from '../server/usecase.ts';

interface Named {
  recipientId: string;
  account: string;
  ifsc: string;
  reason: string;
  /** The import it came by, if any. */
  importId?: string;
}

/** A version of an account as the asking person names it: sealed, and waiting for a checker. */
export function newVersion(ctx: Ctx, { account, ...named }: Named): typeof recipientAccount.$inferInsert {
  const id = ctx.id();
  return {
    ...{ ...named, id, proposedBy: ctx.actor.id, proposedAt: ctx.now() },
    accountSealed: ctx.vault.seal(account, `recipient-account:${id}`),
    accountIndex: ctx.vault.blindIndex(account),
    accountLast4: lastFour(account),
  };
}
