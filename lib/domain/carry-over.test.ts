import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOver } from './carry-over.ts';
import { CATALOG } from './catalog.ts';
import { accountFieldOf, fieldsOf } from './instruction.ts';
import type { Option } from './option.ts';
import { lookUp } from './request.ts';
import { sampleValues } from './sample.ts';

const options = Object.entries(CATALOG);
const pairs = options.flatMap(([a, from]) =>
  options.filter(([b]) => b !== a).map(([b, to]) => [a, b, from, to] as const),
);
const bare: Omit<Option, 'fields'> = {
  summary: 'made up',
  operations: ['payout'],
  answer: { gatewayId: 1, echoesMethod: true, refId: 'random', message: 'm' },
  source: 'test',
};

describe('a change of option', () => {
  it.each(pairs)('from %s to %s keeps shared fields and takes the account along', (code, _, from, to) => {
    const typed = sampleValues(code, from);
    const kept = carryOver(from, to, typed);
    const shared = fieldsOf(to).filter((field) => fieldsOf(from).some(({ path }) => path === field.path));
    for (const { path } of shared) expect(lookUp(kept, path), path).toEqual(lookUp(typed, path));
    expect(lookUp(kept, accountFieldOf(to).path)).toBe(lookUp(typed, accountFieldOf(from).path));
  });

  it('there and back again loses nothing that was typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairs), ([code, , from, to]) => {
        const typed = sampleValues(code, from);
        const back = carryOver(to, from, carryOver(from, to, typed));
        for (const { path } of fieldsOf(from)) expect(lookUp(back, path)).toEqual(lookUp(typed, path));
      }),
    );
  });

  it('moves nothing where an option has two fields of a kind, as it cannot be known which is meant', () => {
    const one: Option = { ...bare, fields: [{ path: 'method.holder', kind: 'holderName' }] };
    const two: Option = {
      ...bare,
      fields: [
        { path: 'method.payer', kind: 'holderName' },
        { path: 'method.payee', kind: 'holderName' },
      ],
    };
    const typed = { method: { holder: 'Asha Verma' } };
    expect(carryOver(one, two, typed)).toEqual(typed);
    expect(carryOver(two, one, { method: { payer: 'A', payee: 'B' } })).toEqual({ method: { payer: 'A', payee: 'B' } });
  });

  it('takes the value last typed, also when it was emptied', () => {
    const from: Option = { ...bare, fields: [{ path: 'method.account', kind: 'account' }] };
    const to: Option = { ...bare, fields: [{ path: 'method.account_number', kind: 'account' }] };
    const kept = carryOver(from, to, { method: { account: '', account_number: 'old' } });
    expect(lookUp(kept, 'method.account_number')).toBe('');
  });
});
