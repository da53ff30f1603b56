import { kindOf } from './field.ts';
import { fieldsOf, splitPath } from './instruction.ts';
import { formatPlain } from './money.ts';
import type { Option } from './option.ts';

/** Typed values, nested as the form and the gateway nest them. */
export type TypedValues = Record<string, unknown>;

/** Sets the value at a field's path in a copy; undefined takes it away. */
export function withValue<Values extends TypedValues>(values: Values, path: string, value: unknown): Values {
  const [group, key] = splitPath(path);
  if (group === null) return { ...values, [key]: value };
  return { ...values, [group]: { ...(values[group] as TypedValues | undefined), [key]: value } };
}

/** Made-up values for every field of an option, within all its rules: for templates, samples and tests. */
export function sampleValues(code: string, option: Option): TypedValues & { option: string } {
  const { minMinor, multipleOfMinor = 1n } = option.amount ?? {};
  const least = minMinor ?? 500_00n;
  const amountMinor = ((least + multipleOfMinor - 1n) / multipleOfMinor) * multipleOfMinor;
  return fieldsOf(option).reduce(
    (values, field) =>
      withValue(values, field.path, field.kind === 'amount' ? formatPlain(amountMinor) : kindOf(field).sample),
    { option: code } as TypedValues & { option: string },
  );
}
