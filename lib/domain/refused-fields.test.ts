import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { fieldsOf, splitPath } from './instruction.ts';
import { refusedFields } from './refused-fields.ts';

describe.each(Object.entries(CATALOG))('a refusal of option %s', (_, option) => {
  it.each(fieldsOf(option))('marks $path however the gateway names it', ({ path }) => {
    const [, key] = splitPath(path);
    for (const name of [path, `request.${path}`, key, `imps.${key}`]) {
      expect(refusedFields(option, { [name]: ['is missing'] }), name).toEqual({
        fields: { [path]: ['is missing'] },
        rest: [],
      });
    }
  });

  it('keeps what belongs to no field', () => {
    expect(refusedFields(option, { system: ['System error.'], 'customer.shoe_size': ['is too big'] })).toEqual({
      fields: {},
      rest: ['system: System error.', 'customer.shoe_size: is too big'],
    });
  });
});

describe('a refusal', () => {
  it('collects all that is said about one field', () => {
    const [option] = Object.values(CATALOG);
    if (!option) throw new Error('no option');
    const { fields } = refusedFields(option, { 'method.ifsc_code': ['is missing'], ifsc_code: ['must be filled'] });
    expect(fields['method.ifsc_code']).toEqual(['is missing', 'must be filled']);
  });
});
