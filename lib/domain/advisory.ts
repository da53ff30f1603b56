import { kindOf } from './field.ts';
import { fieldsOf, type Instruction } from './instruction.ts';
import { formatAmount } from './money.ts';
import type { Option } from './option.ts';
import { describeWindow, inQuietHours } from './time.ts';

/** A warning a person may override with a tick; the tick is stored with the payout. */
export interface Advisory {
  /** Stable id of the rule; with the path it is what a tick acknowledges. */
  code: string;
  path: string;
  message: string;
  suggestion?: string;
}

/** What an offline look-up of an IFSC knows. */
export interface IfscFacts {
  known: boolean;
  bank: string | null;
  asOf: string;
}

/** IMPS carries at most five lakh rupees a transaction (RBI, 8 October 2021; api.md 11). */
export const IMPS_CAP_MINOR = 5_00_000_00n;

export const advisoryKey = (advisory: Advisory) => `${advisory.path}:${advisory.code}`;

/**
 * Collects every advisory for an instruction: domestic knowledge that never blocks.
 * `ifscFacts` comes from the offline data set, where the caller has it (it is too large for the browser).
 */
export function advise(option: Option, instruction: Instruction, at: Date, ifscFacts?: IfscFacts): Advisory[] {
  const found: Advisory[] = [];
  for (const field of fieldsOf(option)) {
    const value = instruction.values[field.path];
    if (value === undefined) continue;
    const advice = kindOf(field).advise?.(value);
    if (advice) found.push({ path: field.path, ...advice });
    else if (field.kind === 'ifsc' && ifscFacts && !ifscFacts.known) found.push(unknownIfsc(field.path, ifscFacts));
  }
  if (instruction.amountMinor > IMPS_CAP_MINOR) {
    const message = `IMPS usually carries ${formatAmount(IMPS_CAP_MINOR)} at most; the bank may refuse this.`;
    found.push({ code: 'imps_cap', path: 'amount', message });
  }
  if (option.quietHours && inQuietHours(at, option.quietHours)) {
    const message = `The provider is slow from ${describeWindow(option.quietHours)}. Better to pay before or after.`;
    found.push({ code: 'quiet_hours', path: 'option', message });
  }
  return found;
}

export function unknownIfsc(path: string, facts: IfscFacts): Advisory {
  const where = facts.bank ? `${facts.bank} has no such branch` : 'No bank has these letters';
  return { code: 'ifsc_unknown', path, message: `${where} in our list of ${facts.asOf}. New branches may be missing.` };
}
