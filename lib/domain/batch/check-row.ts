import { IMPS_CAP_MINOR, advise, type IfscFacts } from '../advisory.ts';
import { CATALOG, type Catalog } from '../catalog.ts';
import { SOFT_MAX, cleanField, explainViolation, kindOf, violationOf, type Field } from '../field.ts';
import { explainAmount, fieldsOf, type Instruction } from '../instruction.ts';
import { parseAmount } from '../money.ts';
import type { Option } from '../option.ts';
import { columnKey } from './batch-column.ts';
import { isCleanCell, plainPaise } from './clean-cell.ts';
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

/** An option as one file's rows are read: worked out once, since there may be half a million of them. */
interface Layout {
  option: Option;
  asked: readonly Asked[];
  ifscPath: string | undefined;
  /** What is advised whatever a row holds. */
  always: readonly Finding[];
}

/** Builds the check of one file's rows by the same rules as the form, laid out once for each option. */
export function createRowCheck(setup: CheckSetup): (cells: readonly string[], line: number) => CheckedRow {
  const { mapping, at, catalog = CATALOG } = setup;
  const route = createRouter(setup, catalog);
  const layouts = new Map(Object.entries(catalog).map(([code, option]) => [code, layOut(code, option, mapping, at)]));
  const lookUp = setup.lookUpIfsc && remembered(new Map<string, IfscFacts>(), setup.lookUpIfsc);

  return (cells, line) => {
    const findings: Finding[] = [];
    if (cells.length > mapping.length) tooManyCells(cells, mapping, findings);
    const through = route(cells);
    if ('finding' in through) {
      findings.push(through.finding);
      return { line, connectionId: null, instruction: null, findings };
    }
    const { connection } = through;
    const layout = layouts.get(connection.option);
    if (!layout) throw new Error(`no option ${connection.option} in the catalog`);
    const read = readFields(layout, cells, findings);
    const test = read.test ?? connection.mode === 'test';
    if ((connection.mode === 'test' && !test) || (connection.mode === 'live' && test)) {
      const message = `${connection.name} takes ${connection.mode} payouts only.`;
      findings.push({ key: 'flag', code: 'mode', message, blocks: true });
    }
    const { amountMinor, values } = read;
    const instruction: Instruction = { option: connection.option, amountMinor, test, values };
    const ifsc = layout.ifscPath === undefined ? undefined : values[layout.ifscPath];
    const facts = lookUp && ifsc !== undefined ? lookUp(ifsc) : undefined;
    const isUsual = read.isClean && amountMinor <= IMPS_CAP_MINOR && (facts === undefined || facts.known);
    if (!isUsual) findings.push(...adviceOn(layout, instruction, at, facts));
    else if (layout.always.length > 0) findings.push(...layout.always);
    const isBlocked = findings.length > 0 && findings.some(({ blocks }) => blocks);
    return { line, connectionId: connection.id, instruction: isBlocked ? null : instruction, findings };
  };
}

function layOut(code: string, option: Option, mapping: CheckSetup['mapping'], at: Date): Layout {
  const asked = fieldsOf(option).map((field): Asked => {
    const key = columnKey(option, field);
    return { field, key, index: mapping.indexOf(key) };
  });
  const ifscPath = asked.find(({ field }) => field.kind === 'ifsc')?.field.path;
  const layout: Layout = { option, asked, ifscPath, always: [] };
  return { ...layout, always: adviceOn(layout, { option: code, amountMinor: 0n, test: false, values: {} }, at) };
}

function adviceOn({ option, asked }: Layout, instruction: Instruction, at: Date, facts?: IfscFacts): Finding[] {
  return advise(option, instruction, at, facts).map(({ path, ...advice }) => ({
    key: asked.find(({ field }) => field.path === path)?.key ?? 'row',
    blocks: false,
    ...advice,
  }));
}

interface ReadFields {
  values: Record<string, string>;
  amountMinor: bigint;
  test: boolean | null;
  /** No cell has anything that could be advised on. */
  isClean: boolean;
}

function readFields({ option, asked }: Layout, cells: readonly string[], findings: Finding[]): ReadFields {
  const read: ReadFields = { values: {}, amountMinor: 0n, test: null, isClean: true };
  for (const one of asked) {
    const { field, index } = one;
    const raw = index < 0 || index >= cells.length ? '' : cells[index]!;
    if (raw === '' && !field.required) continue;
    if (isCleanCell(field, raw)) read.values[field.path] = raw;
    else readCell(option, one, raw, read, findings);
  }
  return read;
}

/** What one look did not clear is held against every rule. */
function readCell(option: Option, { field, key }: Asked, raw: string, read: ReadFields, findings: Finding[]): void {
  const paise = field.kind === 'amount' ? plainPaise(raw) : null;
  const damage = paise === null ? damageOf(field.kind, raw) : null;
  if (damage) {
    findings.push({ key, ...damage });
    if (damage.blocks) return;
  }
  if (field.kind === 'amount') {
    const parsed = paise === null ? parseAmount(raw) : { ok: true as const, amountMinor: BigInt(paise) };
    const refusal = parsed.ok ? explainAmount(option.amount, parsed.amountMinor) : parsed.message;
    if (refusal) findings.push({ key, code: 'amount', message: refusal, blocks: true });
    else if (parsed.ok) read.amountMinor = parsed.amountMinor;
  } else if (field.kind === 'flag') {
    read.test = readFlag(raw);
    if (read.test === null && raw.trim() !== '') {
      findings.push({ key, code: 'shape', message: 'Say yes or no: whether it is a test payout.', blocks: true });
    }
  } else {
    // Far too long is not worth cleaning: it is refused for its length as it stands.
    const value = raw.length <= 8 * SOFT_MAX ? cleanField(field, raw) : raw;
    const violation = violationOf(field, value);
    if (violation)
      findings.push({ key, code: violation.rule, message: explainViolation(field, violation), blocks: true });
    else if (value !== '') {
      read.values[field.path] = value;
      read.isClean &&= kindOf(field).advise === undefined;
    }
  }
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1', 'on', 'test'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'off', 'live'].map((word) => [word, false] as const),
]);

const readFlag = (raw: string): boolean | null => FLAGS.get(raw.trim().toLowerCase()) ?? null;

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
