import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { fieldsOf, newInstruction } from './instruction.ts';
import { withValue, type TypedValues } from './sample.ts';
import { templateOf } from './template.ts';

describe.each(Object.entries(CATALOG))('the template file of option %s', (code, option) => {
  const rows: Record<string, string>[] = parse(templateOf(code, option), { columns: true });

  it('has a column for every field', () => {
    expect(Object.keys(rows[0] ?? {})).toEqual(fieldsOf(option).map((field) => field.path));
  });

  it('holds one row that reads back as an instruction to pay', () => {
    expect(rows).toHaveLength(1);
    const typed = Object.entries(rows[0] ?? {}).reduce<TypedValues>(
      (values, [path, cell]) => withValue(values, path, cell),
      {
        option: code,
      },
    );
    expect(newInstruction.safeParse(typed).error).toBeUndefined();
  });
});
