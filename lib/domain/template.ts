import { csvLine } from './csv.ts';
import type { Field } from './field.ts';
import { fieldsOf } from './instruction.ts';
import type { Option } from './option.ts';
import { lookUp } from './request.ts';
import { sampleValues } from './sample.ts';

/** The columns of a file of payouts of one option: a field's path is its column's name. */
export function columnsOf(option: Option): readonly Field[] {
  return fieldsOf(option);
}

/** A file to start from: the columns' names and one made-up row that passes every rule. */
export function templateOf(code: string, option: Option): string {
  const sample = sampleValues(code, option);
  const columns = columnsOf(option);
  const cells = columns.map(({ path }) => String(lookUp(sample, path) ?? ''));
  return csvLine(columns.map(({ path }) => path)) + csvLine(cells);
}
