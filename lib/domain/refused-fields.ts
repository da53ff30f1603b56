import { fieldsOf, splitPath } from './instruction.ts';
import type { Option } from './option.ts';
import type { FieldErrors } from './problem.ts';

/**
 * Finds which fields of an option a gateway's refusal speaks of. It names them by path, by the last part alone or under
 * another section's name (api.md 7.1), so the path is tried first, then the key where only one field has it.
 * What belongs to no field comes back in `rest`, as sentences.
 */
export function refusedFields(option: Option, errors: FieldErrors): { fields: FieldErrors; rest: string[] } {
  const fields: FieldErrors = {};
  const rest: string[] = [];
  for (const [name, messages] of Object.entries(errors)) {
    const path = pathOf(option, name.replace(/^request\./, ''));
    if (path === null) rest.push(...messages.map((message) => `${name}: ${message}`));
    else (fields[path] ??= []).push(...messages);
  }
  return { fields, rest };
}

function pathOf(option: Option, name: string): string | null {
  const paths = fieldsOf(option).map((field) => field.path);
  if (paths.includes(name)) return name;
  const key = name.slice(name.lastIndexOf('.') + 1);
  const [path, ...more] = paths.filter((one) => splitPath(one)[1] === key);
  return path !== undefined && more.length === 0 ? path : null;
}
