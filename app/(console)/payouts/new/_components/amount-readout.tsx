'use client';

import { useWatch } from 'react-hook-form';
import { describeAmountRule } from '#lib/domain/describe-rule.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { amountInWords, formatAmount, parseAmount } from '#lib/domain/money.ts';
import type { PayoutFields } from './use-payout-form.ts';
import type { Target } from './typed-values.ts';

/** Reads the amount back while it is typed: in figures and in Indian words. */
export function AmountReadout({ form, target, field }: { form: PayoutFields; target: Target; field: Field }) {
  const typed = useWatch({ control: form.control, name: field.path });
  const parsed = parseAmount(typeof typed === 'string' ? typed : '');
  const rule = target.option.amount ? ` ${describeAmountRule(target.option.amount)}` : '';
  return (
    <>
      {parsed.ok && (
        <span className="mb-0.5 block text-sm text-fg">
          <strong className="font-semibold">{formatAmount(parsed.amountMinor)}</strong>{' '}
          <span className="text-fg-soft">{amountInWords(parsed.amountMinor)}</span>
        </span>
      )}
      <span>
        {kindOf(field).hint}.{rule}
      </span>
    </>
  );
}
