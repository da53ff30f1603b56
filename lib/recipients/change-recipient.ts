import { z } from 'zod';
import { recipientAccount } from '../db/recipient-schema.ts';
import { cleanField, explainViolation, violationOf, type Field } from '../domain/field.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { changes } from '../server/usecase.ts';
import { currentAccount } from './current-account.ts';
import { newVersion } from './new-version.ts';

/** Text held to the same rules as the form's field of this kind. */
const typed = (field: Field) =>
  z
    .string()
    .max(300)
    .transform((raw, check) => {
      const value = cleanField(field, raw);
      const violation = violationOf(field, value);
      if (violation) check.addIssue({ code: 'custom', message: explainViolation(field, violation) });
      return value;
    });

/**
 * Proposes another account for a recipient: a new version, in force only after a checker's word and the cooling-off time.
 * Throws `not_found`, `invalid` (the same account) and `conflict` (another proposal is open).
 */
export const changeRecipient = changes({
  name: 'change-recipient',
  input: z.object({
    id: z.uuid(),
    account: typed({ path: 'account', kind: 'account', required: true, max: 50 }),
    ifsc: typed({ path: 'ifsc', kind: 'ifsc', required: true }),
    reason,
  }),
  async run(ctx, { id, account, ifsc, reason: why }) {
    const now = await currentAccount(ctx, id);
    if (now.barred === null && now.open() === account) {
      const message = 'This is the account that is in force.';
      throw new Problem('invalid', message, { fields: { account: [message] } });
    }
    const version = newVersion(ctx, { recipientId: id, account, ifsc, reason: why });
    const inserted = await ctx.db
      .insert(recipientAccount)
      .values(version)
      .onConflictDoNothing()
      .returning({ id: recipientAccount.id });
    if (inserted.length === 0) throw new Problem('conflict', 'Another change of this account waits for a checker.');
    return { versionId: version.id };
  },
  audit: ({ id, ifsc, reason: why }, { versionId }) => ({
    subject: `recipient ${id}`,
    detail: { versionId, ifsc, reason: why },
  }),
});
