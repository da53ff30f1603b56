import type { KindName } from './field.ts';
import { fieldsOf } from './instruction.ts';
import type { Option } from './option.ts';
import { lookUp } from './request.ts';
import { withValue, type TypedValues } from './sample.ts';

/**
 * Keeps what was typed when another option is chosen. Fields at the same path keep their value by themselves; a field at
 * another path takes it over where both options have exactly one field of its kind (`account` to `account_number`).
 */
export function carryOver(from: Option, to: Option, values: TypedValues): TypedValues {
  return fieldsOf(to).reduce((kept, field) => {
    const source = onlyPathOf(from, field.kind);
    if (source === null || source === field.path || onlyPathOf(to, field.kind) === null) return kept;
    return withValue(kept, field.path, lookUp(values, source));
  }, values);
}

function onlyPathOf(option: Option, kind: KindName): string | null {
  const [first, ...more] = fieldsOf(option).filter((field) => field.kind === kind);
  return first && more.length === 0 ? first.path : null;
}
