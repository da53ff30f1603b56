import { expect, it } from 'vitest';
import { beneficiaryOf } from './beneficiary.ts';
import { CATALOG } from './catalog.ts';
import { newInstruction } from './instruction.ts';
import { sampleValues } from './sample.ts';

it.each(Object.entries(CATALOG))('names the beneficiary of option %s', (code, option) => {
  const { values } = newInstruction.parse(sampleValues(code, option));
  expect(beneficiaryOf(option, values)).toBe('Asha Verma');
});

it('names the account’s holder before the person, and nobody where nothing is typed', () => {
  const [option] = Object.values(CATALOG).filter(({ fields }) => fields.some(({ kind }) => kind === 'holderName'));
  if (!option) throw new Error('no option asks for the holder');
  const holder = option.fields.find(({ kind }) => kind === 'holderName')?.path ?? '';
  expect(beneficiaryOf(option, { [holder]: 'Meera & Sons', 'customer.first_name': 'Asha' })).toBe('Meera & Sons');
  expect(beneficiaryOf(option, { [holder]: '' })).toBeNull();
});
