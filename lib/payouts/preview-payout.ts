import { lookUpIfsc } from '../domain/ifsc-data.ts';
import { advise, advisoryKey, type Advisory } from '../domain/advisory.ts';
import type { Instruction } from '../domain/instruction.ts';
import { amountInWords, formatAmount } from '../domain/money.ts';
import { Problem } from '../domain/problem.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { likelyDuplicates } from './likely-duplicates.ts';
import { newPayout, optionOf } from './new-payout.ts';
import { payableConnection } from './payable-connection.ts';
import { reviewOf } from './review-of.ts';

/** Says what a payout would be: amount in figures and words, advisories to tick, likely duplicates. Stores nothing. */
export const previewPayout = reads({
  name: 'preview-payout',
  input: newPayout,
  async run(ctx, { id, connectionId, instruction }) {
    const through = await payableConnection(ctx, connectionId, instruction);
    return {
      amount: formatAmount(instruction.amountMinor),
      words: amountInWords(instruction.amountMinor),
      connection: through.name,
      bank: bankOf(instruction),
      advisories: await advisoriesFor(ctx, id, instruction),
      checkers: (await reviewOf(ctx, { connectionId, instruction })).requiredCheckers,
    };
  },
});

export type PayoutPreview = Awaited<ReturnType<typeof previewPayout>>;

/** An advisory and, for a likely duplicate, the payout it speaks of. */
export type ShownAdvisory = Advisory & { payoutId?: string };

/** All advisories the server knows of, the IFSC look-up and likely duplicates included. */
export async function advisoriesFor(ctx: Ctx, id: string, instruction: Instruction): Promise<ShownAdvisory[]> {
  const ifsc = ifscOf(instruction);
  const found = advise(optionOf(instruction), instruction, ctx.now(), ifsc ? lookUpIfsc(ifsc) : undefined);
  const [twin] = await likelyDuplicates(ctx, id, instruction);
  if (!twin) return found;
  const message = `The same amount went to the same account within 24 hours (${twin.beneficiary}). Make sure that it is owed twice.`;
  return [...found, { code: 'likely_duplicate', path: 'amount', message, payoutId: twin.id }];
}

/** Throws `advised` with the advisories that nobody ticked. */
export function requireTicks(advisories: ShownAdvisory[], acknowledged: string[]): void {
  const open = advisories.filter((advisory) => !acknowledged.includes(advisoryKey(advisory)));
  if (open.length === 0) return;
  throw new Problem('advised', 'Please confirm what is out of the ordinary.', { detail: open });
}

/** The IFSC of an instruction; every option asks for one. */
export function ifscOf(instruction: Instruction): string | undefined {
  const field = optionOf(instruction).fields.find((one) => one.kind === 'ifsc');
  return field && instruction.values[field.path];
}

/** The bank's name by its IFSC, from the offline data set; null when unknown. */
export function bankOf(instruction: Instruction): string | null {
  const ifsc = ifscOf(instruction);
  return ifsc ? lookUpIfsc(ifsc).bank : null;
}
