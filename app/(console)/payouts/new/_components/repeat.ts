import { cleanField } from '#lib/domain/field.ts';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { lookUp } from '#lib/domain/request.ts';
import type { TypedValues } from '#lib/domain/sample.ts';

/** Name of the second account input: no path of a request, so it is neither sent nor kept. */
export const REPEAT = 'account_again';

/** Says what is wrong with the repeated account number; null where it agrees or there is nothing to repeat yet. */
export function repeatProblem(option: Option, typed: TypedValues): string | null {
  const field = accountFieldOf(option);
  const read = (value: unknown) => (typeof value === 'string' ? cleanField(field, value) : '');
  const account = read(lookUp(typed, field.path));
  const again = read(typed[REPEAT]);
  if (account === '' || account === again) return null;
  if (again === '') return 'Account number again: enter it a second time.';
  return 'The two account numbers differ. Compare them digit by digit.';
}
