import { COMMON_FIELDS } from '#lib/domain/catalog.ts';
import { KINDS, type Field } from '#lib/domain/field.ts';
import { splitPath } from '#lib/domain/instruction.ts';
import { fromWire } from '#lib/domain/money.ts';
import type { AmountRule, Option } from '#lib/domain/option.ts';

type Section = Record<string, unknown>;
export type NestedErrors = { [key: string]: string[] | NestedErrors };

/** A request that may be accepted. */
export interface Order {
  amountMinor: bigint;
  currency: string;
  description: string;
  test: boolean;
  trackingId: string | null;
  language: string | null;
  ip: string | null;
  notificationUrl: string | null;
  method: Section;
  customer: Section | null;
}

/**
 * Holds a request body against the documented rules of the shop's option (api.md 2, 3), and against nothing else:
 * what the console merely advises passes here. Errors are nested and worded as in api.md 7.1.
 */
export function checkRequest(option: Option, body: unknown): { order: Order } | { errors: NestedErrors } {
  const request = isSection(body) ? body.request : undefined;
  if (!isSection(request)) return { errors: { request: [request === undefined ? 'is missing' : 'must be a hash'] } };
  const errors: NestedErrors = {};
  checkMethodType(request, errors);
  checkCurrency(request.currency, errors);
  for (const key of ['ip', 'notification_url', 'verification_url']) {
    checkText({ path: key, kind: 'text' }, request, errors);
  }
  const isBogus = isSection(request.method) && request.method.type === 'bogus';
  for (const field of isBogus ? COMMON_FIELDS : [...option.fields, ...COMMON_FIELDS]) {
    if (field.kind === 'amount') checkAmount(option.amount, request.amount, errors);
    else if (field.kind === 'flag') checkFlag(field.path, request[field.path], errors);
    else checkText(field, request, errors);
  }
  return Object.keys(errors).length > 0 ? { errors: { request: errors } } : { order: toOrder(request) };
}

function toOrder(request: Section): Order {
  const text = (key: string) => (typeof request[key] === 'string' && request[key] !== '' ? request[key] : null);
  return {
    amountMinor: fromWire(request.amount as number),
    currency: request.currency as string,
    description: request.description as string,
    test: request.test === true,
    trackingId: text('tracking_id'),
    language: text('language'),
    ip: text('ip'),
    notificationUrl: text('notification_url'),
    method: request.method as Section,
    customer: isSection(request.customer) ? request.customer : null,
  };
}

function checkMethodType(request: Section, errors: NestedErrors): void {
  if (!isSection(request.method)) {
    errors.method = [request.method === undefined ? 'is missing' : 'must be a hash'];
    return;
  }
  const { type } = request.method;
  if (type === undefined) addError(errors, 'method.type', 'is missing');
  else if (type !== 'imps' && type !== 'bogus') addError(errors, 'method.type', 'must be one of: imps');
}

function checkCurrency(value: unknown, errors: NestedErrors): void {
  if (value === undefined) errors.currency = ['is missing'];
  else if (value === null || value === '') errors.currency = ['must be filled'];
  else if (value !== 'INR') errors.currency = ['must be one of: INR'];
}

function checkAmount(rule: AmountRule | undefined, value: unknown, errors: NestedErrors): void {
  const wrong = amountError(rule, value);
  if (wrong) errors.amount = [wrong];
}

function amountError(rule: AmountRule | undefined, value: unknown): string | null {
  if (value === undefined) return 'is missing';
  if (value === null || value === '') return 'must be filled';
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'must be an integer';
  if (value <= 0) return 'must be greater than 0';
  if (!Number.isSafeInteger(value)) return `must be less than or equal to ${Number.MAX_SAFE_INTEGER}`;
  const amountMinor = fromWire(value);
  if (rule?.minMinor !== undefined && amountMinor < rule.minMinor) {
    return `must be greater than or equal to ${rule.minMinor}`;
  }
  if (rule?.maxMinor !== undefined && amountMinor > rule.maxMinor)
    return `must be less than or equal to ${rule.maxMinor}`;
  if (rule?.multipleOfMinor !== undefined && amountMinor % rule.multipleOfMinor !== 0n) return 'is in invalid format';
  return null;
}

function checkFlag(path: string, value: unknown, errors: NestedErrors): void {
  if (value !== undefined && value !== null && typeof value !== 'boolean') errors[path] = ['must be boolean'];
}

function checkText(field: Field, request: Section, errors: NestedErrors): void {
  const [group, key] = splitPath(field.path);
  const section = group === null ? request : request[group];
  if (!isSection(section)) {
    if (group === null || Array.isArray(errors[group])) return;
    if (section === undefined ? field.required : true)
      errors[group] = [section === undefined ? 'is missing' : 'must be a hash'];
    return;
  }
  const wrong = textError(field, section[key]);
  if (wrong) addError(errors, field.path, wrong);
}

function textError(field: Field, value: unknown): string | null {
  if (value === undefined) return field.required ? 'is missing' : null;
  if (value === null || value === '') return field.required ? 'must be filled' : null;
  if (typeof value !== 'string') return 'must be a string';
  // Counted in characters, never stricter than the console, which counts UTF-16 units.
  if (field.max !== undefined && Array.from(value).length > field.max)
    return `size cannot be greater than ${field.max}`;
  if (field.digits !== undefined && !(/^[0-9]+$/.test(value) && value.length === field.digits))
    return 'is in invalid format';
  if (field.kind === 'state' && KINDS.state.refuse(value) !== null) return 'is in invalid format';
  return null;
}

function addError(errors: NestedErrors, path: string, message: string): void {
  const [group, key] = splitPath(path);
  if (group === null) errors[key] = [message];
  else if (!Array.isArray(errors[group])) errors[group] = { ...errors[group], [key]: [message] };
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
