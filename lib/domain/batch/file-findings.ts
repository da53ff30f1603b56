import { CATALOG, type Catalog } from '../catalog.ts';
import { accountFieldOf } from '../instruction.ts';
import type { KindName } from '../field.ts';
import { columnKey } from './batch-column.ts';
import type { CheckedRow } from './check-row.ts';
import type { Finding } from './finding.ts';

/** What is kept of a row; one object, as a file may have very many. */
interface Seen {
  line: number;
  account: string;
  bank: number;
  name: string;
  amountMinor: bigint;
  places: Places;
}

/** Where an option's values stand. */
interface Places {
  accountPath: string;
  accountKey: string;
  ifscPath: string;
  holderPath: string;
  firstPath: string;
  lastPath: string;
}

/** Gathers what only shows when all rows of a file are seen together; takes every row once, then tells. */
export function createFileFindings(catalog: Catalog = CATALOG) {
  const placesOf = new Map<string, Places>();
  const byAccount = new Groups();
  const byName = new Groups();
  const ids = new Map<string, number>();
  const lengths = new Map<number, number[]>();
  const found = new Map<number, Finding[]>();
  const say: Say = (line, finding) => found.set(line, [...(found.get(line) ?? []), finding]);

  return {
    add({ line, instruction }: CheckedRow): void {
      if (!instruction) return;
      const { option, values, amountMinor } = instruction;
      const places = placesOf.get(option) ?? remember(placesOf, option, catalog);
      const account = values[places.accountPath] ?? '';
      const bank = bankCode(values[places.ifscPath] ?? '');
      const name = nameOf(values, places);
      const row: Seen = { line, account, bank, name, amountMinor, places };
      byAccount.add(account, row);
      // One word is a first name that many people have.
      if (name.includes(' ')) byName.add(name, row);
      const counts = lengths.get(bank) ?? [];
      counts[account.length] = (counts[account.length] ?? 0) + 1;
      if (counts.length > 0) lengths.set(bank, counts);
      const trackingId = values.tracking_id;
      if (trackingId === undefined) return;
      const taken = ids.get(trackingId);
      if (taken === undefined) ids.set(trackingId, line);
      else {
        const message = `Line ${taken} has this tracking id already. Each payout needs its own.`;
        say(line, { key: 'trackingId', code: 'duplicate_id', message, blocks: true });
      }
    },
    /** Findings by line, for rows that were taken. */
    finish(): Map<number, Finding[]> {
      for (const rows of byAccount.many()) {
        duplicates(rows, say);
        sameAccount(rows, say);
      }
      for (const rows of byName.many()) sameName(rows, say);
      lostZeros(byAccount, lengths, say);
      rounded(byAccount, say);
      return found;
    },
  };
}

type Say = (line: number, finding: Finding) => void;

/** Rows by a text; nearly all are alone, and cost one entry. */
class Groups {
  private readonly held = new Map<string, Seen | Seen[]>();

  add(key: string, row: Seen): void {
    const before = this.held.get(key);
    if (before === undefined) this.held.set(key, row);
    else if (Array.isArray(before)) before.push(row);
    else this.held.set(key, [before, row]);
  }

  *many(): Generator<Seen[]> {
    for (const rows of this.held.values()) if (Array.isArray(rows)) yield rows;
  }

  *each(): Generator<Seen> {
    for (const rows of this.held.values()) {
      if (Array.isArray(rows)) yield* rows;
      else yield rows;
    }
  }
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

/** As `beneficiaryOf`, with the places looked up once for the file. */
function nameOf(values: Readonly<Record<string, string>>, { holderPath, firstPath, lastPath }: Places): string {
  const holder = values[holderPath];
  if (holder) return holder;
  const [first = '', last = ''] = [values[firstPath], values[lastPath]];
  return last === '' ? first : `${first} ${last}`;
}

/** The four letters of a bank as one number. */
function bankCode(ifsc: string): number {
  let code = 0;
  for (let at = 0; at < 4; at += 1) code = code * 128 + (ifsc.charCodeAt(at) % 128 || 0);
  return code;
}

function duplicates(rows: readonly Seen[], say: Say): void {
  const first = new Map<bigint, number>();
  for (const { line, amountMinor } of rows) {
    const earlier = first.get(amountMinor);
    if (earlier === undefined) first.set(amountMinor, line);
    else {
      const message = `Line ${earlier} pays the same amount to the same account. Make sure that it is owed twice.`;
      say(line, { key: 'row', code: 'duplicate_row', message, blocks: false });
    }
  }
}

function sameAccount(rows: readonly Seen[], say: Say): void {
  const names = new Set(rows.map(({ name }) => name)).size;
  if (names < 2) return;
  const message = `This account stands in the file under ${names} names.`;
  for (const { line, places } of rows) {
    say(line, { key: places.accountKey, code: 'one_account_many_names', message, blocks: false });
  }
}

function sameName(rows: readonly Seen[], say: Say): void {
  const accounts = new Set(rows.map(({ account }) => account)).size;
  if (accounts < 2) return;
  const message = `This name stands in the file with ${accounts} accounts.`;
  for (const { line, places } of rows) {
    say(line, { key: places.accountKey, code: 'one_name_many_accounts', message, blocks: false });
  }
}

/** A bank whose accounts have one length in this file, and a few that are shorter: a spreadsheet drops leading zeros. */
const MOST_LOST = 4;
const LEAST_ROWS = 3;

function lostZeros(rows: Groups, lengths: ReadonlyMap<number, number[]>, say: Say): void {
  // Only banks with more than one length can have lost any.
  const mixed = new Map([...lengths].filter(([, counts]) => counts.filter(Boolean).length > 1));
  if (mixed.size === 0) return;
  for (const { line, bank, account, places } of rows.each()) {
    const counts = mixed.get(bank);
    if (!counts) continue;
    const often = counts.reduce((most, count) => Math.max(most, count), 0);
    const usual = counts.indexOf(often);
    const missing = usual - account.length;
    const isRare = (counts[account.length] ?? 0) * 2 <= often;
    if (often < LEAST_ROWS || !isRare || missing < 1 || missing > MOST_LOST || !/^[1-9]\d*$/.test(account)) continue;
    const message = `Other accounts of this bank in this file have ${usual} digits, this one ${account.length}: leading zeros may be lost.`;
    const suggestion = account.padStart(usual, '0');
    say(line, { key: places.accountKey, code: 'lost_zeros', message, blocks: false, suggestion });
  }
}

const KEPT_DIGITS = 15;

/** Spreadsheets keep 15 digits of a number: where every longer account ends in zeros, they did it. */
function rounded(rows: Groups, say: Say): void {
  const long: Seen[] = [];
  for (const row of rows.each()) {
    if (row.account.length <= KEPT_DIGITS || !/^\d+$/.test(row.account)) continue;
    if (/[1-9]/.test(row.account.slice(KEPT_DIGITS))) return;
    long.push(row);
  }
  if (new Set(long.map(({ account }) => account)).size < 2) return;
  const message =
    'All long account numbers of this file end in zeros after 15 digits: a spreadsheet may have rounded them.';
  for (const { line, places } of long) {
    say(line, { key: places.accountKey, code: 'rounded', message, blocks: false });
  }
}
