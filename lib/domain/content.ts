import type { Instruction } from './instruction.ts';

/**
 * Writes everything a payout pays, the full account number included, in one order: what a checker approves, what the
 * worker compares before it sends, and what tells two submissions of one form apart.
 */
export function canonicalContent(connectionId: string, instruction: Instruction): string {
  const values = Object.entries(instruction.values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([connectionId, instruction.option, String(instruction.amountMinor), instruction.test, values]);
}
