import { columnKey } from '../domain/batch/batch-column.ts';
import { createRowCheck, type CheckedRow } from '../domain/batch/check-row.ts';
import type { Finding } from '../domain/batch/finding.ts';
import type { BatchConnection } from '../domain/batch/route-of.ts';
import { CATALOG } from '../domain/catalog.ts';
import { kindOf, type Field, type KindName } from '../domain/field.ts';
import { lookUpIfsc } from '../domain/ifsc-data.ts';
import { fieldsOf } from '../domain/instruction.ts';
import { formatPlain } from '../domain/money.ts';
import type { Option } from '../domain/option.ts';
import type { Ctx } from '../server/usecase.ts';
import type { FailedRow } from './failed-rows.ts';
import { shownOf } from './stage-rows.ts';

/** Not a person's to change: a row sent again gets a tracking id of its own, and a test stays one. */
const KEPT: ReadonlySet<KindName> = new Set(['trackingId', 'flag']);

export const correctableOf = (option: Option): Field[] => fieldsOf(option).filter(({ kind }) => !KEPT.has(kind));

/** What a cell of a failed row holds; the account number is not read for this. */
export function cellOf({ amountMinor, test, values }: FailedRow, { kind, path }: Field): string {
  if (kind === 'amount') return formatPlain(amountMinor);
  if (kind === 'flag') return String(test);
  return kind === 'trackingId' ? '' : (values[path] ?? '');
}

export interface Rechecked {
  row: CheckedRow;
  shown: Record<string, string>;
  /** Where a finding belongs: the field's path, `row` for the whole line. */
  pathOf(finding: Finding): string;
}

/** Builds the check of failed rows by the rules of a file's rows, with what was typed in place of what they hold. */
export function createRecheck(ctx: Pick<Ctx, 'vault' | 'now'>, connections: BatchConnection[]) {
  const layouts = new Map<string, ReturnType<typeof layOut>>();
  const layOut = (code: string) => {
    const option = CATALOG[code];
    if (!option) throw new Error(`no option ${code} in the catalog`);
    const fields = fieldsOf(option);
    const mapping = ['connection', ...fields.map((field) => columnKey(option, field))];
    return { fields, mapping, check: createRowCheck({ mapping, connections, at: ctx.now(), lookUpIfsc }) };
  };

  return (failed: FailedRow, typed: Readonly<Record<string, string>>): Rechecked => {
    const layout = layouts.get(failed.option) ?? layOut(failed.option);
    layouts.set(failed.option, layout);
    const { fields, mapping, check } = layout;
    const cells = fields.map((field) => {
      if (!KEPT.has(field.kind) && typed[field.path] !== undefined) return typed[field.path] ?? '';
      // Typed again or as it was sealed: it is never shown in between.
      if (kindOf(field).isSecret) return ctx.vault.open(failed.accountSealed, `payout:${failed.id}`);
      return cellOf(failed, field);
    });
    const whole = [failed.connectionId, ...cells];
    return {
      row: check(whole, failed.batchLine ?? 0),
      shown: shownOf(whole, mapping),
      pathOf: ({ key }) => fields[mapping.indexOf(key) - 1]?.path ?? 'row',
    };
  };
}
