import { advise, type IfscFacts } from '../advisory.ts';
import { CATALOG, type Catalog } from '../catalog.ts';
import { SOFT_MAX, cleanField, explainViolation, kindOf, violationOf, type Field } from '../field.ts';
import { explainAmount, fieldsOf, type Instruction } from '../instruction.ts';
import { parseAmount } from '../money.ts';
import type { Option } from '../option.ts';
import { columnKey } from './batch-column.ts';
import { damageOf } from './damage.ts';
import type { Finding } from './finding.ts';
import { createRouter, type Routing } from './route-of.ts';

/** How a file is read: which column each of its own means, and where its rows go. */
export interface CheckSetup extends Routing {
  mapping: readonly (string | null)[];
  /** When it is about to be paid: for quiet hours. */
  at: Date;
  /** The offline list of branches, where the caller has it. */
  lookUpIfsc?: (code: string) => IfscFacts;
  catalog?: Catalog;
}

export interface CheckedRow {
  line: number;
  connectionId: string | null;
  /** What it would pay; null where something blocks. */
  instruction: Instruction | null;
  findings: Finding[];
}

interface Asked {
  field: Field;
  key: string;
  /** Place in the row; -1 where the file has no such column. */
  index: number;
}

/** Builds the check of one file's rows by the same rules as the form, laid out once for each option. */
export function createRowCheck(setup: CheckSetup): (cells: readonly string[], line: number) => CheckedRow {
  const { mapping, catalog = CATALOG } = setup;
  const route = createRouter(setup, catalog);
  const asked = new Map(
    Object.entries(catalog).map(([code, option]) => [
      code,
      fieldsOf(option).map((field): Asked => {
        const key = columnKey(option, field);
        return { field, key, index: mapping.indexOf(key) };
      }),
    ]),
  );
  const branches = new Map<string, IfscFacts>();
  const lookUp = setup.lookUpIfsc && remembered(branches, setup.lookUpIfsc);

  return (cells, line) => {
    const findings: Finding[] = [];
    if (cells.length > mapping.length) tooManyCells(cells, mapping, findings);
    const through = route(cells);
    if ('finding' in through)
      return { line, connectionId: null, instruction: null, findings: [...findings, through.finding] };
    const { connection } = through;
    const option = catalog[connection.option];
    if (!option) throw new Error(`no option ${connection.option} in the catalog`);
    const read = readFields(option, asked.get(connection.option) ?? [], cells, findings);
    const test = read.test ?? connection.mode === 'test';
    if ((connection.mode === 'test' && !test) || (connection.mode === 'live' && test)) {
      const message = `${connection.name} takes ${connection.mode} payouts only.`;
      findings.push({ key: 'flag', code: 'mode', message, blocks: true });
    }
    const instruction: Instruction = {
      option: connection.option,
      amountMinor: read.amountMinor,
      test,
      values: read.values,
    };
    addAdvice(option, asked.get(connection.option) ?? [], instruction, setup.at, lookUp, findings);
    const isBlocked = findings.some(({ blocks }) => blocks);
    return { line, connectionId: connection.id, instruction: isBlocked ? null : instruction, findings };
  };
}

interface ReadFields {
  values: Record<string, string>;
  amountMinor: bigint;
  test: boolean | null;
}

function readFields(
  option: Option,
  asked: readonly Asked[],
  cells: readonly string[],
  findings: Finding[],
): ReadFields {
  const values: Record<string, string> = {};
  let amountMinor = 0n;
  let test: boolean | null = null;
  for (const { field, key, index } of asked) {
    const raw = index < 0 ? '' : (cells[index] ?? '');
    const damage = damageOf(field.kind, raw);
    if (damage) {
      findings.push({ key, ...damage });
      if (damage.blocks) continue;
    }
    if (field.kind === 'amount') {
      const parsed = parseAmount(raw);
      const refusal = parsed.ok ? explainAmount(option.amount, parsed.amountMinor) : parsed.message;
      if (refusal) findings.push({ key, code: 'amount', message: refusal, blocks: true });
      else if (parsed.ok) amountMinor = parsed.amountMinor;
    } else if (field.kind === 'flag') {
      test = readFlag(raw);
      if (test === null && raw.trim() !== '') {
        findings.push({ key, code: 'shape', message: 'Say yes or no: whether it is a test payout.', blocks: true });
      }
    } else {
      // Far too long is not worth cleaning: it is refused for its length as it stands.
      const value = raw.length <= 8 * SOFT_MAX ? cleanField(field, raw) : raw;
      const violation = violationOf(field, value);
      if (violation)
        findings.push({ key, code: violation.rule, message: explainViolation(field, violation), blocks: true });
      else if (value !== '') values[field.path] = value;
    }
  }
  return { values, amountMinor, test };
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1', 'on', 'test'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'off', 'live'].map((word) => [word, false] as const),
]);

const readFlag = (raw: string): boolean | null => FLAGS.get(raw.trim().toLowerCase()) ?? null;

function addAdvice(
  option: Option,
  asked: readonly Asked[],
  instruction: Instruction,
  at: Date,
  lookUp: ((code: string) => IfscFacts) | undefined,
  findings: Finding[],
): void {
  const ifscPath = lookUp && asked.find(({ field }) => field.kind === 'ifsc')?.field.path;
  const ifsc = ifscPath ? instruction.values[ifscPath] : undefined;
  for (const { path, ...advice } of advise(option, instruction, at, ifsc && lookUp ? lookUp(ifsc) : undefined)) {
    const key = asked.find(({ field }) => field.path === path)?.key ?? 'row';
    findings.push({ key, blocks: false, ...advice });
  }
}

/** An amount such as 1,00,000.50 without quotes falls apart at its commas: its pieces are offered as one again. */
function tooManyCells(cells: readonly string[], mapping: readonly (string | null)[], findings: Finding[]): void {
  const extra = cells.length - mapping.length;
  if (cells.slice(mapping.length).every((cell) => cell.trim() === '')) return;
  const at = mapping.indexOf('amount');
  const joined = at < 0 ? '' : cells.slice(at, at + extra + 1).join(',');
  const message = `This line has ${cells.length} cells, the header has ${mapping.length}.`;
  const isAmount = joined !== '' && parseAmount(joined).ok;
  if (!isAmount) {
    findings.push({
      key: 'row',
      code: 'extra_cells',
      message: `${message} Put cells with commas in quotes.`,
      blocks: true,
    });
    return;
  }
  findings.push({
    ...{ key: 'row', code: 'split_amount', blocks: true },
    message: `${message} The amount ${joined} was cut at its commas.`,
    suggestion: joined,
  });
}

/** Gives the cells as they stand after a finding's suggestion was taken. */
export function withSuggestion(
  cells: readonly string[],
  mapping: readonly (string | null)[],
  { key, code, suggestion }: Finding,
): string[] {
  const repaired = [...cells];
  if (suggestion === undefined) return repaired;
  if (code === 'split_amount') {
    const at = mapping.indexOf('amount');
    repaired.splice(at, cells.length - mapping.length + 1, suggestion);
    return repaired;
  }
  const at = mapping.indexOf(key);
  if (at >= 0) repaired[at] = suggestion;
  return repaired;
}

function remembered<Value>(known: Map<string, Value>, find: (key: string) => Value): (key: string) => Value {
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}

/** The account field's column, which is never shown whole. */
export const isSecretKey = (key: string, catalog: Catalog = CATALOG): boolean =>
  Object.values(catalog).some((option) =>
    option.fields.some((field) => kindOf(field).isSecret === true && columnKey(option, field) === key),
  );
