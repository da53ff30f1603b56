import type { Field } from './field.ts';
import { formatAmount } from './money.ts';
import type { AmountRule } from './option.ts';

/** Says an option's amount rule in one sentence: `From ₹500.00 to ₹2,00,000.00.` */
export function describeAmountRule({ minMinor, maxMinor, multipleOfMinor }: AmountRule = {}): string {
  const range = describeRange(minMinor, maxMinor);
  if (multipleOfMinor === undefined) return range ? `${range}.` : 'Any amount above zero.';
  const step = multipleOfMinor === 100n ? 'whole rupees only' : `multiples of ${formatAmount(multipleOfMinor)} only`;
  return range ? `${range}, ${step}.` : `${step.charAt(0).toUpperCase()}${step.slice(1)}.`;
}

function describeRange(minMinor?: bigint, maxMinor?: bigint): string | null {
  if (minMinor !== undefined && maxMinor !== undefined)
    return `From ${formatAmount(minMinor)} to ${formatAmount(maxMinor)}`;
  if (minMinor !== undefined) return `${formatAmount(minMinor)} or more`;
  return maxMinor === undefined ? null : `At most ${formatAmount(maxMinor)}`;
}

/** Says a field's documented limit in few words; null where none is documented. */
export function describeLimit(field: Field): string | null {
  if (field.digits !== undefined) return `${field.digits} digits`;
  return field.max === undefined ? null : `up to ${field.max} characters`;
}
