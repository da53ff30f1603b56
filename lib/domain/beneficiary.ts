import type { KindName } from './field.ts';
import type { Option } from './option.ts';

/** Names who is paid, in the words the option asks for: the account's holder, else the person; null where neither is given. */
export function beneficiaryOf(option: Option, values: Record<string, string>): string | null {
  const valueOf = (kind: KindName) => {
    const field = option.fields.find((one) => one.kind === kind);
    return field && values[field.path];
  };
  const person = [valueOf('firstName'), valueOf('lastName')].filter(Boolean).join(' ');
  return valueOf('holderName') || person || null;
}
