import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { kindOf } from './field.ts';
import { fieldsOf, newInstruction, splitPath } from './instruction.ts';
import { toRequest } from './request.ts';
import { sampleValues } from './sample.ts';
import { wireSchema, type JsonSchema } from './wire-schema.ts';

/** As much of a JSON Schema validator as the derived schemas use: the paths of what does not fit. */
function misfits(schema: JsonSchema, value: unknown, path = ''): string[] {
  if (schema.const !== undefined && value !== schema.const) return [path];
  if (schema.enum && !schema.enum.includes(value as string)) return [path];
  if (schema.type === 'boolean') return typeof value === 'boolean' ? [] : [path];
  if (schema.type === 'integer') {
    const { minimum = -Infinity, maximum = Infinity, multipleOf = 1 } = schema;
    const fits = Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
    return fits && (value as number) % multipleOf === 0 ? [] : [path];
  }
  if (schema.type === 'string') {
    if (typeof value !== 'string') return [path];
    const { minLength = 0, maxLength = Infinity, pattern = '' } = schema;
    return value.length >= minLength && value.length <= maxLength && new RegExp(pattern, 'u').test(value) ? [] : [path];
  }
  if (schema.type !== 'object') return [];
  if (value === null || typeof value !== 'object') return [path];
  const entries = value as Record<string, unknown>;
  const missing = (schema.required ?? []).filter((key) => entries[key] === undefined).map((key) => `${path}.${key}`);
  const wrong = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    entries[key] === undefined ? [] : misfits(inner, entries[key], `${path}.${key}`),
  );
  return [...missing, ...wrong];
}

function changed(body: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(body) as { request: Record<string, Record<string, unknown>> };
  const [group, key] = splitPath(path);
  const section = group === null ? copy.request : copy.request[group];
  if (section) (section as Record<string, unknown>)[key] = value;
  return copy;
}

describe.each(Object.entries(CATALOG))('the JSON Schema of option %s', (code, option) => {
  const schema = wireSchema(code, option);
  const body = toRequest(option, newInstruction.parse(sampleValues(code, option)));

  it('accepts the request made of the sample, and survives JSON', () => {
    expect(misfits(schema, body)).toEqual([]);
    expect(misfits(JSON.parse(JSON.stringify(schema)), JSON.parse(JSON.stringify(body)))).toEqual([]);
  });

  it('asks for each required field and no other', () => {
    for (const field of fieldsOf(option).filter(({ kind }) => kind !== 'flag')) {
      const found = misfits(schema, changed(body, field.path, undefined));
      expect(found, field.path).toEqual(field.required ? [`.request.${field.path}`] : []);
    }
  });

  it('holds texts to their documented length and digits', () => {
    for (const field of fieldsOf(option).filter(({ kind }) => kind !== 'flag' && kind !== 'amount')) {
      const tooLong = 'A'.repeat((field.max ?? 255) + 1);
      expect(misfits(schema, changed(body, field.path, tooLong)), field.path).toEqual([`.request.${field.path}`]);
      if (field.digits === undefined) continue;
      const oneShort = kindOf(field).sample.slice(0, field.digits - 1);
      expect(misfits(schema, changed(body, field.path, oneShort)), field.path).toEqual([`.request.${field.path}`]);
    }
  });

  it('holds the amount to whole paise and the documented range', () => {
    const { minMinor = 1n, maxMinor, multipleOfMinor = 1n } = option.amount ?? {};
    const refuses = (amount: unknown) => misfits(schema, changed(body, 'amount', amount)).length > 0;
    const least = Number(((minMinor + multipleOfMinor - 1n) / multipleOfMinor) * multipleOfMinor);
    expect([least, least - 1, 0, least + 0.5, String(least)].map(refuses)).toEqual([false, true, true, true, true]);
    if (maxMinor !== undefined) expect([Number(maxMinor), Number(maxMinor) + 100].map(refuses)).toEqual([false, true]);
  });
});
