import { z } from 'zod';
import { CATALOG, COMMON_FIELDS, type Catalog } from './catalog.ts';
import { SOFT_MAX, cleanField, explainViolation, kindOf, violationOf, type Field } from './field.ts';
import { formatAmount, parseAmount } from './money.ts';
import type { AmountRule, Option } from './option.ts';

/** What a person asks to be paid: cleaned, within the documented rules, not yet a payout. */
export interface Instruction {
  option: string;
  amountMinor: bigint;
  test: boolean;
  /** Path to text, empty ones left out; holds neither `amount` nor `test`. */
  values: Record<string, string>;
}

/** Fields of an option in the order in which they are asked for. */
export function fieldsOf(option: Option): readonly Field[] {
  const known = ALL_FIELDS.get(option);
  if (known) return known;
  const fields = [...option.fields, ...COMMON_FIELDS];
  ALL_FIELDS.set(option, fields);
  return fields;
}

// Asked for with every row of a file.
const ALL_FIELDS = new WeakMap<Option, readonly Field[]>();

/** The option's one secret field: where the account number goes. */
export function accountFieldOf(option: Option): Field {
  const field = option.fields.find((one) => kindOf(one).isSecret);
  if (!field) throw new Error('an option without an account field cannot be paid');
  return field;
}

/** Names what is wrong with an amount for this option, in words that say what to do; null when it may be paid. */
export function explainAmount(rule: AmountRule | undefined, amountMinor: bigint): string | null {
  if (amountMinor <= 0n) return 'Amount: enter more than zero.';
  if (rule?.minMinor !== undefined && amountMinor < rule.minMinor) {
    return `Amount: this option pays ${formatAmount(rule.minMinor)} or more.`;
  }
  if (rule?.maxMinor !== undefined && amountMinor > rule.maxMinor) {
    return `Amount: this option pays ${formatAmount(rule.maxMinor)} at most. Split it or choose another option.`;
  }
  if (rule?.multipleOfMinor !== undefined && amountMinor % rule.multipleOfMinor !== 0n) {
    return 'Amount: this option pays whole rupees only. Leave out the paise.';
  }
  return null;
}

function amountSchema(rule: AmountRule | undefined) {
  return z.unknown().transform((raw, ctx) => {
    const parsed = parseAmount(typeof raw === 'string' ? raw : '');
    const refusal = parsed.ok ? explainAmount(rule, parsed.amountMinor) : parsed.message;
    if (refusal) ctx.addIssue({ code: 'custom', message: refusal });
    return parsed.ok ? parsed.amountMinor : 0n;
  });
}

function textSchema(field: Field) {
  return z.unknown().transform((raw, ctx) => {
    // Far too long is not worth cleaning: it is refused for its length as it stands.
    const value = typeof raw === 'string' && raw.length <= 8 * SOFT_MAX ? cleanField(field, raw) : raw;
    const violation = violationOf(field, value);
    if (violation) ctx.addIssue({ code: 'custom', message: explainViolation(field, violation) });
    return typeof value === 'string' && value !== '' ? value : undefined;
  });
}

const flagSchema = z.union([z.boolean(), z.enum(['true', 'false', 'on', '']), z.undefined()], {
  error: 'Test payout: say yes or no.',
});

function schemaOf(field: Field, option: Option): z.ZodType {
  if (field.kind === 'amount') return amountSchema(option.amount);
  if (field.kind === 'flag') return flagSchema.transform((raw) => raw === true || raw === 'true' || raw === 'on');
  return textSchema(field);
}

/** Shape of the typed values of one option: nested as the gateway's request is. */
function valuesSchema(code: string, option: Option) {
  const root: Record<string, z.ZodType> = { option: z.literal(code) };
  const groups: Record<string, Record<string, z.ZodType>> = {};
  for (const field of fieldsOf(option)) {
    const [group, key] = splitPath(field.path);
    if (group === null) root[key] = schemaOf(field, option);
    else (groups[group] ??= {})[key] = schemaOf(field, option);
  }
  for (const [group, shape] of Object.entries(groups)) {
    root[group] = z.preprocess((raw) => (raw === undefined || raw === null ? {} : raw), z.object(shape));
  }
  return z.object(root as { option: z.ZodLiteral<string> });
}

/** `method.ifsc_code` is `['method', 'ifsc_code']`; `description` is `[null, 'description']`. */
export function splitPath(path: string): [group: string | null, key: string] {
  const dot = path.indexOf('.');
  return dot < 0 ? [null, path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function flatten(parsed: Record<string, unknown>, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === 'string') flat[prefix + key] = value;
    else if (value && typeof value === 'object')
      Object.assign(flat, flatten(value as Record<string, unknown>, `${prefix}${key}.`));
  }
  return flat;
}

/**
 * Derives the schema of everything that can be paid from the catalog: typed values in, an Instruction out.
 * Issues carry the field's path and a sentence that says what to do.
 */
export function instructionSchema(catalog: Catalog = CATALOG) {
  const members = Object.entries(catalog).map(([code, option]) => valuesSchema(code, option));
  const [first, ...rest] = members;
  if (!first) throw new Error('the catalog is empty');
  return z
    .discriminatedUnion('option', [first, ...rest], { error: 'Choose one of the integration options.' })
    .transform((parsed): Instruction => {
      const { option, amount, test, ...texts } = parsed as Record<string, unknown> & { option: string };
      return { option, amountMinor: amount as bigint, test: test as boolean, values: flatten(texts) };
    });
}

/** The schema over the shipped catalog; the browser, the server and the importer share it. */
export const newInstruction = instructionSchema();
