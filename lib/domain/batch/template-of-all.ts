import { CATALOG, type Catalog } from '../catalog.ts';
import { csvLine } from '../csv.ts';
import { fieldsOf } from '../instruction.ts';
import { lookUp } from '../request.ts';
import { sampleValues } from '../sample.ts';
import { batchColumns, columnKey } from './batch-column.ts';

/** One file for all options: every column by its label, and one made-up row of each option that passes every rule. */
export function templateOfAll(catalog: Catalog = CATALOG): string {
  const columns = batchColumns(catalog).filter(({ key }) => key !== 'connection');
  const rows = Object.entries(catalog).map(([code, option]) => {
    const sample = sampleValues(code, option);
    const cells = new Map(
      fieldsOf(option).map((field) => [columnKey(option, field), String(lookUp(sample, field.path) ?? '')]),
    );
    // Each needs a tracking id of its own.
    cells.set('option', code).set('trackingId', `SAMPLE-${code}`);
    return csvLine(columns.map(({ key }) => cells.get(key) ?? ''));
  });
  return csvLine(columns.map(({ label }) => label)) + rows.join('');
}
