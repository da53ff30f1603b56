import { CATALOG, type Catalog } from '../catalog.ts';
import { accountFieldOf } from '../instruction.ts';
import type { KindName } from '../field.ts';
import { columnKey } from './batch-column.ts';
import type { CheckedRow } from './check-row.ts';
import type { Finding } from './finding.ts';
import { Numbers, digitsOf, printOf, printOfAccount } from './print.ts';
import { Ties } from './ties.ts';

/** Where an option's values stand. */
interface Places {
  accountPath: string;
  accountKey: string;
  ifscPath: string;
  holderPath: string;
  firstPath: string;
  lastPath: string;
}

/** What is kept of the rows, a list for each column of it: an object a row would cost more than all that is done with it. */
function createSeen() {
  return {
    ...{ rows: 0, line: new Numbers(), bank: new Numbers(), places: [] as Places[], paise: [] as number[] },
    ...{ accounts: new Ties(), length: new Numbers(), names: new Ties(), ids: new Ties() },
    /** Long account numbers with nothing but zeros at their end. */
    ...{ rounded: [] as number[], hasLong: false },
  };
}

type Seen = ReturnType<typeof createSeen>;

/** Gathers what only shows when all rows of a file are seen together; takes every row once, then tells. */
export function createFileFindings(catalog: Catalog = CATALOG) {
  const placesOf = new Map<string, Places>();
  const seen = createSeen();
  const lengths = new Map<number, number[]>();
  const found = new Map<number, Finding[]>();
  const say: Say = (line, finding) => found.set(line, [...(found.get(line) ?? []), finding]);

  return {
    add({ line, instruction }: CheckedRow): void {
      if (!instruction) return;
      const { option, values, amountMinor } = instruction;
      const places = placesOf.get(option) ?? remember(placesOf, option, catalog);
      const row = seen.rows;
      seen.rows += 1;
      const account = values[places.accountPath] ?? '';
      const bank = bankCode(values[places.ifscPath] ?? '');
      seen.line.set(row, line);
      seen.bank.set(row, bank);
      seen.places.push(places);
      // Exact: no amount that can be typed has more digits than a number keeps.
      seen.paise.push(Number(amountMinor));
      addAccount(seen, row, account);
      countLength(lengths, bank, account.length);
      addName(seen, row, values, places);
      const first = values.tracking_id === undefined ? -1 : seen.ids.add(row, printOf(values.tracking_id));
      if (first < 0) return;
      const message = `Line ${seen.line.at(first)} has this tracking id already. Each payout needs its own.`;
      say(line, { key: 'trackingId', code: 'duplicate_id', message, blocks: true });
    },
    /** Findings by line, for rows that were taken. */
    finish(): Map<number, Finding[]> {
      for (const rows of seen.accounts.many()) {
        duplicates(seen, rows, say);
        sameAccount(seen, rows, say);
      }
      for (const rows of seen.names.many()) sameName(seen, rows, say);
      lostZeros(seen, lengths, say);
      rounded(seen, say);
      return found;
    },
  };
}

type Say = (line: number, finding: Finding) => void;

const KEPT_DIGITS = 15;

function addAccount(seen: Seen, row: number, account: string): void {
  seen.accounts.add(row, printOfAccount(account));
  seen.length.set(row, account.length);
  if (account.length <= KEPT_DIGITS || seen.hasLong || !/^\d+$/.test(account)) return;
  if (/[1-9]/.test(account.slice(KEPT_DIGITS))) seen.hasLong = true;
  else seen.rounded.push(row);
}

/** As `beneficiaryOf`, with the places looked up once for the file. */
function addName(
  { names }: Seen,
  row: number,
  values: Readonly<Record<string, string>>,
  { holderPath, firstPath, lastPath }: Places,
): void {
  const holder = values[holderPath] ?? '';
  const first = holder === '' ? (values[firstPath] ?? '') : holder;
  const last = holder === '' ? (values[lastPath] ?? '') : '';
  // One word is a first name that many people have.
  if (last === '' && !first.includes(' ')) names.note(row, printOf(first));
  else names.add(row, printOf(first, last));
}

function countLength(lengths: Map<number, number[]>, bank: number, length: number): void {
  const counts = lengths.get(bank) ?? [];
  if (counts.length === 0) lengths.set(bank, counts);
  counts[length] = (counts[length] ?? 0) + 1;
}

function remember(known: Map<string, Places>, code: string, catalog: Catalog): Places {
  const option = catalog[code];
  if (!option) throw new Error(`no option ${code} in the catalog`);
  const account = accountFieldOf(option);
  const pathOf = (kind: KindName) => option.fields.find((one) => one.kind === kind)?.path ?? '';
  const places = {
    ...{ accountPath: account.path, accountKey: columnKey(option, account), ifscPath: pathOf('ifsc') },
    ...{ holderPath: pathOf('holderName'), firstPath: pathOf('firstName'), lastPath: pathOf('lastName') },
  };
  known.set(code, places);
  return places;
}

/** The four letters of a bank as one number. */
function bankCode(ifsc: string): number {
  let code = 0;
  for (let at = 0; at < 4; at += 1) code = code * 128 + (ifsc.charCodeAt(at) % 128 || 0);
  return code;
}

function duplicates({ line, paise }: Seen, rows: readonly number[], say: Say): void {
  const first = new Map<number, number>();
  for (const row of rows) {
    const earlier = first.get(paise[row]!);
    if (earlier === undefined) first.set(paise[row]!, row);
    else {
      const message = `Line ${line.at(earlier)} pays the same amount to the same account. Make sure that it is owed twice.`;
      say(line.at(row), { key: 'row', code: 'duplicate_row', message, blocks: false });
    }
  }
}

function sameAccount({ line, places, names }: Seen, rows: readonly number[], say: Say): void {
  const count = names.textsOf(rows);
  if (count < 2) return;
  const message = `This account stands in the file under ${count} names.`;
  for (const row of rows) {
    say(line.at(row), { key: places[row]!.accountKey, code: 'one_account_many_names', message, blocks: false });
  }
}

function sameName({ line, places, accounts }: Seen, rows: readonly number[], say: Say): void {
  const count = accounts.textsOf(rows);
  if (count < 2) return;
  const message = `This name stands in the file with ${count} accounts.`;
  for (const row of rows) {
    say(line.at(row), { key: places[row]!.accountKey, code: 'one_name_many_accounts', message, blocks: false });
  }
}

/** A bank whose accounts have one length in this file, and a few that are shorter: a spreadsheet drops leading zeros. */
const MOST_LOST = 4;
const LEAST_ROWS = 3;

function lostZeros(seen: Seen, lengths: ReadonlyMap<number, number[]>, say: Say): void {
  // Only banks with more than one length can have lost any.
  const mixed = new Map([...lengths].filter(([, counts]) => counts.filter(Boolean).length > 1));
  if (mixed.size === 0) return;
  for (let row = 0; row < seen.rows; row += 1) {
    const counts = mixed.get(seen.bank.at(row));
    if (!counts) continue;
    const length = seen.length.at(row);
    const often = counts.reduce((most, count) => Math.max(most, count), 0);
    const usual = counts.indexOf(often);
    const missing = usual - length;
    const isRare = (counts[length] ?? 0) * 2 <= often;
    if (often < LEAST_ROWS || !isRare || missing < 1 || missing > MOST_LOST) continue;
    const account = digitsOf(seen.accounts.printAt(row), length);
    if (account === null || !/^[1-9]/.test(account)) continue;
    const message = `Other accounts of this bank in this file have ${usual} digits, this one ${length}: leading zeros may be lost.`;
    const suggestion = account.padStart(usual, '0');
    say(seen.line.at(row), {
      key: seen.places[row]!.accountKey,
      code: 'lost_zeros',
      message,
      blocks: false,
      suggestion,
    });
  }
}

/** Spreadsheets keep 15 digits of a number: where every longer account ends in zeros, they did it. */
function rounded({ line, places, accounts, rounded: long, hasLong }: Seen, say: Say): void {
  if (hasLong || accounts.textsOf(long) < 2) return;
  const message =
    'All long account numbers of this file end in zeros after 15 digits: a spreadsheet may have rounded them.';
  for (const row of long) {
    say(line.at(row), { key: places[row]!.accountKey, code: 'rounded', message, blocks: false });
  }
}
