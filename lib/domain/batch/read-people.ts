import { unknownIfsc } from '../advisory.ts';
import { CATALOG } from '../catalog.ts';
import { csvLine } from '../csv.ts';
import { SOFT_MAX, cleanField, explainViolation, kindOf, violationOf, type Field, type KindName } from '../field.ts';
import { lookUpIfsc } from '../ifsc-data.ts';
import { fieldsOf } from '../instruction.ts';
import { Problem } from '../problem.ts';
import { isOfPerson, nameOf, type Known } from '../recipient.ts';
import { matchHeaders, plainName } from './batch-column.ts';
import { damageOf } from './damage.ts';
import { FILE_LIMITS, type FileLimits } from './file-limits.ts';
import { readTable, type Chunks } from './read-table.ts';

/** A second person looks through all of them, so they are fewer than a file of payouts may have. */
export const PEOPLE_LIMITS: FileLimits = {
  ...FILE_LIMITS,
  bytes: 900 * 1024,
  rows: 2_000,
  unpackedBytes: 20 * 1024 * 1024,
};

export interface Person {
  line: number;
  name: string;
  account: string;
  known: Known;
}

/** Something about one line, in words. */
export interface LineNote {
  line: number;
  message: string;
}

export interface People {
  people: Person[];
  /** Lines that are left out, and why. */
  faults: LineNote[];
  /** What a person should look at again; it holds nothing up. */
  advice: LineNote[];
}

const NEEDED: ReadonlySet<KindName> = new Set(['account', 'ifsc']);

/** Every field that says something of a person, once; the longest text any option takes. */
export const PEOPLE_FIELDS: readonly Field[] = fieldsOfPeople();

/** A file to start from: every column by its label, and one made-up person. */
export const PEOPLE_TEMPLATE =
  csvLine(PEOPLE_FIELDS.map((field) => kindOf(field).label)) +
  csvLine(PEOPLE_FIELDS.map((field) => kindOf(field).sample));

/** Reads a file of people to be paid later. Throws `too_large` and `invalid` (no table, a column that is needed is missing). */
export async function readPeople(chunks: Chunks): Promise<People> {
  const found: People = { people: [], faults: [], advice: [] };
  const lines = new Map<string, number>();
  let fields: (Field | undefined)[] | undefined;
  await readTable(chunks, PEOPLE_LIMITS, (cells, line) => {
    if (!fields) return void (fields = columnsOf(cells));
    const read = readPerson(cells, line, fields);
    const before = read.person && lines.get(read.person.account);
    const fault = before === undefined ? read.fault : `This account stands in line ${before} already.`;
    if (fault) return void found.faults.push({ line, message: fault });
    if (!read.person) return;
    lines.set(read.person.account, line);
    found.people.push(read.person);
    found.advice.push(...read.advice.map((message) => ({ line, message })));
  });
  return found;
}

function columnsOf(headers: readonly string[]): (Field | undefined)[] {
  const known = PEOPLE_FIELDS.map(({ kind }) => kind as string);
  const fields = matchHeaders(headers).map((key) => PEOPLE_FIELDS[known.indexOf(key ?? '')]);
  const has = (kind: KindName) => fields.some((field) => field?.kind === kind);
  const missing = [...NEEDED].filter((kind) => !has(kind)).map((kind) => kindOf({ path: kind, kind }).label);
  if (!has('holderName') && !has('firstName')) missing.push('Account holder');
  if (missing.length === 0) return fields;
  const said = headers.filter((header) => plainName(header) !== '').slice(0, 8);
  throw new Problem('invalid', `No column is called ${missing.join(' or ')}. The first line has: ${said.join(', ')}.`);
}

function readPerson(cells: readonly string[], line: number, fields: readonly (Field | undefined)[]) {
  const known: Known = {};
  const advice: string[] = [];
  for (const [at, field] of fields.entries()) {
    const raw = cells[at] ?? '';
    if (!field || (raw === '' && !field.required)) continue;
    const damage = damageOf(field.kind, raw);
    if (damage?.blocks) return { fault: damage.message, advice };
    const value = raw.length <= 8 * SOFT_MAX ? cleanField(field, raw) : raw;
    const violation = violationOf(field, value);
    if (violation) return { fault: explainViolation(field, violation), advice };
    if (value === '') continue;
    known[field.kind] = value;
    const advised = damage?.message ?? kindOf(field).advise?.(value)?.message ?? adviseBranch(field, value);
    if (advised) advice.push(advised);
  }
  const { account = '', ...others } = known;
  const name = nameOf(others);
  if (name === '') return { fault: 'Account holder: this is needed.', advice };
  return { person: { line, name, account, known: others }, advice };
}

function adviseBranch({ path, kind }: Field, value: string): string | undefined {
  const facts = kind === 'ifsc' ? lookUpIfsc(value) : undefined;
  return facts && !facts.known ? unknownIfsc(path, facts).message : undefined;
}

function fieldsOfPeople(): Field[] {
  const byKind = new Map<KindName, Field>();
  for (const field of Object.values(CATALOG).flatMap(fieldsOf)) {
    if (!isOfPerson(field.kind)) continue;
    const before = byKind.get(field.kind);
    const max = Math.max(before?.max ?? 0, field.max ?? SOFT_MAX);
    const required = NEEDED.has(field.kind) ? ({ required: true } as const) : {};
    byKind.set(field.kind, { path: field.kind, kind: field.kind, max, ...required });
  }
  return [...byKind.values()];
}
