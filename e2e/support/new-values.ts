import { kindOf } from '#lib/domain/field.ts';
import { findOption } from '#lib/domain/find-option.ts';
import { accountFieldOf, fieldsOf } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { sampleValues, withValue, type TypedValues } from '#lib/domain/sample.ts';

export interface Typed {
  code: string;
  option: Option;
  values: TypedValues & { option: string };
  trackingId: string;
  account: string;
}

/** Accounts and tracking ids differ between workers, and between runs on one database. */
let made = process.pid * 1000 + (Date.now() % 1_000_000) * 100_000_000;

/**
 * Makes up values for every field of an option that no journey has used. The account's last digits choose what the
 * sandbox does: `0002` stays pending until it is settled by hand.
 */
export function newValues(code: string, ending = '0002', more: Record<string, unknown> = {}): Typed {
  const option = optionOf(code);
  made += 1;
  const account = `${String(made).slice(-12)}${ending}`;
  const trackingId = `journey-${code}-${made}`;
  const own = fieldsOf(option).flatMap((field): [string, unknown][] => {
    if (kindOf(field).isSecret) return [[field.path, account]];
    return field.kind === 'trackingId' ? [[field.path, trackingId]] : [];
  });
  const values = [...own, ...Object.entries(more)].reduce(
    (typed, [path, value]) => withValue(typed, path, value),
    sampleValues(code, option),
  );
  return { code, option, values, trackingId, account };
}

export function optionOf(code: string): Option {
  const option = findOption(code);
  if (!option) throw new Error(`there is no option ${code}`);
  return option;
}

/** The name of the input that takes an option's account number. */
export const accountInput = (option: Option): string => accountFieldOf(option).path;
