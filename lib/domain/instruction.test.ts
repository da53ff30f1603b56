import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { explainViolation, KINDS, kindOf } from './field.ts';
import { accountFieldOf, fieldsOf, newInstruction, splitPath } from './instruction.ts';
import { fromRequest, toRequest } from './request.ts';
import { sampleValues, withValue } from './sample.ts';

const options = Object.entries(CATALOG);

describe.each(options)('an instruction of option %s', (code, option) => {
  const sample = sampleValues(code, option);
  const messagesAt = (input: unknown, path: string) => {
    const result = newInstruction.safeParse(input);
    return result.success
      ? []
      : result.error.issues.filter((issue) => issue.path.join('.') === path).map((i) => i.message);
  };

  it('accepts its sample', () => {
    expect(newInstruction.safeParse(sample).error).toBeUndefined();
  });

  it('accepts only what it must have, and asks for each of these by name', () => {
    const needed = fieldsOf(option).filter((field) => field.required);
    for (const field of needed) {
      const [message] = messagesAt(withValue(sample, field.path, ''), field.path);
      expect(message, field.path).toBeTruthy();
    }
    const optional = fieldsOf(option).filter((field) => !field.required);
    const bare = optional.reduce((input, field) => withValue(input, field.path, undefined), sample);
    expect(newInstruction.safeParse(bare).error).toBeUndefined();
  });

  it.each(fieldsOf(option).filter((field) => field.kind !== 'flag' && field.kind !== 'amount'))(
    'refuses bad text in $path',
    (field) => {
      const tooLong = 'A'.repeat((field.max ?? 255) + 1);
      const bad = [tooLong, 'a\u0000b', 'abc\u202Edef', 'ok \u{1F600}', 42, ['a'], { a: 1 }, 'x'.repeat(10_000_000)];
      for (const value of bad) {
        const [message] = messagesAt(withValue(sample, field.path, value), field.path);
        expect(message, `${field.path}: ${String(value).slice(0, 20)}`).toMatch(/\w{3,}.*\.$/);
      }
    },
  );

  it('holds amounts to its documented rule at the edges', () => {
    const { minMinor, maxMinor, multipleOfMinor } = option.amount ?? {};
    const rupees = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
    const refuses = (minor: bigint) => messagesAt(withValue(sample, 'amount', rupees(minor)), 'amount').length > 0;
    if (minMinor !== undefined)
      expect([refuses(minMinor), refuses(minMinor - (multipleOfMinor ?? 1n))]).toEqual([false, true]);
    if (maxMinor !== undefined)
      expect([refuses(maxMinor), refuses(maxMinor + (multipleOfMinor ?? 1n))]).toEqual([false, true]);
    if (multipleOfMinor !== undefined) expect(refuses(multipleOfMinor * 7n + 1n)).toBe(true);
    expect(refuses(0n)).toBe(true);
  });

  it('goes to the wire and back without a change', () => {
    const instruction = newInstruction.parse(sample);
    const body = toRequest(option, instruction);
    expect(fromRequest(code, option, body)).toEqual(instruction);
    expect(body.request).toMatchObject({ currency: 'INR', method: { type: 'imps' } });
    const [group, key] = splitPath(accountFieldOf(option).path);
    expect((body.request as Record<string, Record<string, unknown>>)[group ?? '']?.[key]).toBe(KINDS.account.sample);
  });

  it('has one account field, and no two fields at one path', () => {
    const paths = fieldsOf(option).map((field) => field.path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(option.fields.filter((field) => kindOf(field).isSecret)).toHaveLength(1);
  });
});

describe('an instruction', () => {
  it('of an unknown option is refused', () => {
    const result = newInstruction.safeParse({ option: 'ZZ' });
    expect(result.error?.issues[0]).toMatchObject({
      path: ['option'],
      message: 'Choose one of the integration options.',
    });
  });

  it('explains every violation in a sentence', () => {
    const field = { path: 'customer.phone', kind: 'phone', digits: 10 } as const;
    expect(explainViolation(field, { rule: 'digits', digits: 10 })).toBe(
      'Phone: enter exactly 10 digits, without the country code.',
    );
  });
});
