import { kindOf, SOFT_MAX, violationOf, type Field } from './field.ts';
import { fieldsOf, splitPath } from './instruction.ts';
import { MAX_AMOUNT_MINOR, toWire } from './money.ts';
import type { AmountRule, Option } from './option.ts';

/** The part of JSON Schema (draft 2020-12) that describes a request. */
export interface JsonSchema {
  $schema?: string;
  title?: string;
  description?: string;
  type?: 'object' | 'string' | 'integer' | 'boolean';
  const?: string;
  enum?: string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  examples?: unknown[];
  required?: string[];
  properties?: Record<string, JsonSchema>;
}

/** Derives the JSON Schema of an option's request body from its fields; more keys than these are allowed (api.md 2). */
export function wireSchema(code: string, option: Option): JsonSchema {
  const request: JsonSchema = objectOf({ currency: { const: 'INR' } }, ['currency']);
  const properties = request.properties ?? {};
  properties.method = objectOf({ type: { const: 'imps' } }, ['type']);
  for (const field of fieldsOf(option)) {
    const [group, key] = splitPath(field.path);
    const section = group === null ? request : (properties[group] ??= objectOf({}, []));
    section.properties = { ...section.properties, [key]: valueSchema(field, option.amount) };
    if (field.required) section.required?.push(key);
  }
  properties.notification_url = { type: 'string', format: 'uri', maxLength: SOFT_MAX };
  for (const [key, section] of Object.entries(properties)) if (section.required?.length) request.required?.push(key);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Payout request of option ${code}`,
    description: option.summary,
    ...objectOf({ request }, ['request']),
  };
}

function objectOf(properties: Record<string, JsonSchema>, required: string[]): JsonSchema {
  return { type: 'object', required, properties };
}

function valueSchema(field: Field, rule: AmountRule | undefined): JsonSchema {
  const { label: title } = kindOf(field);
  if (field.kind === 'amount') return { title, ...amountSchema(rule) };
  if (field.kind === 'flag') return { title, type: 'boolean' };
  return { title, type: 'string', minLength: field.required ? 1 : undefined, ...textSchema(field) };
}

function amountSchema({ minMinor, maxMinor, multipleOfMinor }: AmountRule = {}): JsonSchema {
  return {
    description: 'In paise',
    type: 'integer',
    minimum: toWire(minMinor ?? 1n),
    maximum: toWire(maxMinor ?? MAX_AMOUNT_MINOR),
    multipleOf: multipleOfMinor === undefined ? undefined : toWire(multipleOfMinor),
  };
}

function textSchema(field: Field): JsonSchema {
  const kind = kindOf(field);
  const choices = kind.choices && Object.keys(kind.choices);
  // A list is closed only where the rules refuse what is not in it; elsewhere it is an offer.
  const isClosed = choices !== undefined && violationOf({ ...field, max: undefined }, 'QQ') !== null;
  return {
    enum: isClosed ? choices : undefined,
    format: kind.inputMode === 'url' ? 'uri' : undefined,
    pattern: field.digits === undefined ? undefined : `^[0-9]{${field.digits}}$`,
    maxLength: field.max ?? SOFT_MAX,
    examples: [kind.sample],
  };
}
