import { describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import { fieldsOf, splitPath } from '#lib/domain/instruction.ts';
import { withValue } from '#lib/domain/sample.ts';
import { checkRequest } from './check-request.ts';
import { sampleRequest, type Body } from './testing/trial.ts';

const options = Object.entries(CATALOG);

describe.each(options)('the check of option %s', (code, option) => {
  const { request } = sampleRequest(code);
  const errorsFor = (changed: Body) => {
    const checked = checkRequest(option, { request: changed });
    return 'errors' in checked ? (checked.errors.request as Body) : null;
  };
  const errorAt = (path: string, value: unknown) => {
    const [group, key] = splitPath(path);
    const errors = errorsFor(without(withValue(request, path, value)));
    return group === null ? errors?.[key] : (errors?.[group] as Body | undefined)?.[key];
  };
  const texts = fieldsOf(option).filter((field) => field.kind !== 'amount' && field.kind !== 'flag');

  it('accepts the sample', () => {
    expect(errorsFor(request)).toBeNull();
  });

  it.each(fieldsOf(option).filter((field) => field.required))('names $path when it is missing or empty', ({ path }) => {
    expect(errorAt(path, undefined)).toEqual(['is missing']);
    expect(errorAt(path, '')).toEqual(['must be filled']);
    expect(errorAt(path, null)).toEqual(['must be filled']);
  });

  it.each(texts)('wants text in $path, of the documented length', ({ path, max, digits, kind }) => {
    expect(errorAt(path, 42)).toEqual(['must be a string']);
    if (max) expect(errorAt(path, 'A'.repeat(max + 1))).toEqual([`size cannot be greater than ${max}`]);
    if (max && kind !== 'state') expect(errorAt(path, 'A'.repeat(max))).toBeUndefined();
    if (digits) expect(errorAt(path, '9'.repeat(digits + 1))).toEqual(['is in invalid format']);
  });

  it('is no stricter than the documentation', () => {
    for (const { path, max, digits, kind } of texts) {
      if (digits || kind === 'state') continue;
      expect(errorAt(path, 'x;/?'.slice(0, max ?? 4)), path).toBeUndefined();
      expect(errorAt(path, 'é\u202e'), path).toBeUndefined();
    }
    expect(errorsFor({ ...request, unheard_of: { of: 1 }, additional_data: {} })).toBeNull();
  });

  it('holds the amount to the rule of the option', () => {
    const { minMinor, maxMinor, multipleOfMinor } = option.amount ?? {};
    expect(errorAt('amount', '50000')).toEqual(['must be an integer']);
    expect(errorAt('amount', 500.5)).toEqual(['must be an integer']);
    expect(errorAt('amount', 0)).toEqual(['must be greater than 0']);
    expect(errorAt('amount', -100)).toEqual(['must be greater than 0']);
    if (minMinor)
      expect(errorAt('amount', Number(minMinor) - 1)).toEqual([`must be greater than or equal to ${minMinor}`]);
    if (minMinor) expect(errorAt('amount', Number(minMinor))).toBeUndefined();
    if (maxMinor)
      expect(errorAt('amount', Number(maxMinor) + 1)).toEqual([`must be less than or equal to ${maxMinor}`]);
    if (maxMinor) expect(errorAt('amount', Number(maxMinor))).toBeUndefined();
    if (multipleOfMinor) expect(errorAt('amount', 50001)).toEqual(['is in invalid format']);
  });

  it('wants rupees, the method and its type', () => {
    expect(errorAt('currency', 'USD')).toEqual(['must be one of: INR']);
    expect(errorAt('currency', undefined)).toEqual(['is missing']);
    expect(errorAt('method.type', 'upi')).toEqual(['must be one of: imps']);
    expect(errorAt('method.type', undefined)).toEqual(['is missing']);
    expect(errorAt('method', undefined)).toEqual(['is missing']);
    expect(errorAt('method', 'imps')).toEqual(['must be a hash']);
    expect(errorAt('test', 'yes')).toEqual(['must be boolean']);
  });

  it('asks for the customer as a whole when there is none and the option needs one', () => {
    const needsCustomer = option.fields.some((field) => field.required && field.path.startsWith('customer.'));
    expect(errorAt('customer', undefined)).toEqual(needsCustomer ? ['is missing'] : undefined);
  });
});

describe('the check', () => {
  const option = options[0]?.[1];
  it.each([[null], [[]], [42], ['text'], [{}]])('asks for the request in %j', (body) => {
    expect(option && checkRequest(option, body)).toEqual({ errors: { request: ['is missing'] } });
  });

  it('asks nothing of the method "bogus" but the common parameters', () => {
    const request = { amount: 5000, currency: 'INR', description: 'd', method: { type: 'bogus' } };
    expect(option && checkRequest(option, { request })).toHaveProperty('order.amountMinor', 5000n);
  });
});

/** Leaves out what is undefined, as JSON does. */
function without(value: Body): Body {
  return JSON.parse(JSON.stringify(value)) as Body;
}
