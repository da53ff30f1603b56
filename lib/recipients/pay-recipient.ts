import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { accountFieldOf, fieldsOf } from '../domain/instruction.ts';
import { Problem } from '../domain/problem.ts';
import { lookUp } from '../domain/request.ts';
import { missingFor } from '../domain/recipient.ts';
import { withValue, type TypedValues } from '../domain/sample.ts';
import { createPayout } from '../payouts/create-payout.ts';
import { changes } from '../server/usecase.ts';
import { currentAccount } from './current-account.ts';

/**
 * Pays somebody again: amount and description are typed, everything else is what is known, the account the one in force;
 * its number never leaves the server. Throws `not_found`, `invalid` (something the option asks for is not known) and what
 * `createPayout` throws.
 */
export const payRecipient = changes({
  name: 'pay-recipient',
  input: z.object({
    id: z.uuid(),
    recipientId: z.uuid(),
    connectionId: z.uuid('Choose a connection.'),
    amount: z.string().max(64),
    description: z.string().max(300),
    acknowledged: z.array(z.string().max(200)).max(50).default([]),
  }),
  async run(ctx, { id, recipientId, connectionId, amount, description, acknowledged }) {
    const { known, open } = await currentAccount(ctx, recipientId);
    const [through] = await ctx.db.select().from(connection).where(eq(connection.id, connectionId));
    const option = through && CATALOG[through.option];
    if (!option) throw new Problem('not_found', 'This connection does not exist any more. Choose another one.');
    const missing = missingFor(option, known);
    if (missing.length > 0) {
      throw new Problem('invalid', `This option also asks for: ${missing.join(', ')}. Pay by the form instead.`);
    }
    const test = through.mode === 'test';
    const start: TypedValues & { option: string } = { option: through.option, amount, description, test };
    const filled = fieldsOf(option).reduce(
      (values, { path, kind }) => withValue(values, path, lookUp(values, path) ?? known[kind] ?? ''),
      withValue(start, accountFieldOf(option).path, open()),
    );
    const made = await createPayout(ctx, { id, connectionId, instruction: filled, acknowledged });
    return { id: made.id };
  },
  audit: ({ id, recipientId }) => ({ payoutId: id, subject: `recipient ${recipientId}` }),
});
