import type { KindName } from '../field.ts';
import type { Catalog } from '../catalog.ts';
import { CATALOG } from '../catalog.ts';
import { beneficiaryOf } from '../beneficiary.ts';
import { accountFieldOf } from '../instruction.ts';
import { columnKey } from './batch-column.ts';
import type { CheckedRow } from './check-row.ts';
import type { Finding } from './finding.ts';

interface Seen {
  line: number;
  account: string;
  accountKey: string;
  bank: string;
  name: string;
  amount: string;
  trackingId: string;
}

/** Gathers what only shows when all rows of a file are seen together; takes every row once, then tells. */
export function createFileFindings(catalog: Catalog = CATALOG) {
  const rows: Seen[] = [];
  return {
    add({ line, instruction }: CheckedRow): void {
      const option = instruction && catalog[instruction.option];
      if (!instruction || !option) return;
      const { values } = instruction;
      const valueOf = (kind: KindName) => {
        const field = option.fields.find((one) => one.kind === kind);
        return field ? (values[field.path] ?? '') : '';
      };
      const accountField = accountFieldOf(option);
      rows.push({
        line,
        account: values[accountField.path] ?? '',
        accountKey: columnKey(option, accountField),
        bank: valueOf('ifsc').slice(0, 4),
        name: (beneficiaryOf(option, values) ?? '').toLowerCase(),
        amount: String(instruction.amountMinor),
        trackingId: values.tracking_id ?? '',
      });
    },
    /** Findings by line, for rows that were taken. */
    finish(): Map<number, Finding[]> {
      const found = new Map<number, Finding[]>();
      const say = (line: number, finding: Finding) => found.set(line, [...(found.get(line) ?? []), finding]);
      duplicates(rows, say);
      namesAndAccounts(rows, say);
      lostZeros(rows, say);
      rounded(rows, say);
      return found;
    },
  };
}

type Say = (line: number, finding: Finding) => void;

function duplicates(rows: readonly Seen[], say: Say): void {
  const payments = new Map<string, number>();
  const ids = new Map<string, number>();
  for (const { line, account, amount, trackingId } of rows) {
    const payment = `${account} ${amount}`;
    const first = payments.get(payment);
    if (first === undefined) payments.set(payment, line);
    else {
      const message = `Line ${first} pays the same amount to the same account. Make sure that it is owed twice.`;
      say(line, { key: 'row', code: 'duplicate_row', message, blocks: false });
    }
    if (trackingId === '') continue;
    const taken = ids.get(trackingId);
    if (taken === undefined) ids.set(trackingId, line);
    else {
      const message = `Line ${taken} has this tracking id already. Each payout needs its own.`;
      say(line, { key: 'trackingId', code: 'duplicate_id', message, blocks: true });
    }
  }
}

function namesAndAccounts(rows: readonly Seen[], say: Say): void {
  const names = gather(
    rows,
    ({ account }) => account,
    ({ name }) => name,
  );
  const accounts = gather(
    rows,
    ({ name }) => name,
    ({ account }) => account,
  );
  for (const { line, account, accountKey, name } of rows) {
    const otherNames = names.get(account)?.size ?? 0;
    if (otherNames > 1) {
      const message = `This account stands in the file under ${otherNames} names.`;
      say(line, { key: accountKey, code: 'one_account_many_names', message, blocks: false });
    }
    // One word is a first name that many people have.
    const otherAccounts = name.includes(' ') ? (accounts.get(name)?.size ?? 0) : 0;
    if (otherAccounts > 1) {
      const message = `This name stands in the file with ${otherAccounts} accounts.`;
      say(line, { key: accountKey, code: 'one_name_many_accounts', message, blocks: false });
    }
  }
}

function gather(
  rows: readonly Seen[],
  key: (row: Seen) => string,
  value: (row: Seen) => string,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const held = found.get(key(row));
    if (held) held.add(value(row));
    else found.set(key(row), new Set([value(row)]));
  }
  return found;
}

/** A bank whose accounts have one length in this file, and a few that are shorter: a spreadsheet drops leading zeros. */
const MOST_LOST = 4;
const LEAST_ROWS = 3;

function lostZeros(rows: readonly Seen[], say: Say): void {
  const lengths = new Map<string, Map<number, number>>();
  for (const { bank, account } of rows) {
    const counts = lengths.get(bank) ?? new Map<number, number>();
    counts.set(account.length, (counts.get(account.length) ?? 0) + 1);
    lengths.set(bank, counts);
  }
  for (const { line, bank, account, accountKey } of rows) {
    const counts = [...(lengths.get(bank) ?? [])].sort((a, b) => b[1] - a[1]);
    const [usual = 0, often = 0] = counts[0] ?? [];
    const missing = usual - account.length;
    const own = counts.find(([length]) => length === account.length)?.[1] ?? 0;
    if (often < LEAST_ROWS || own * 2 > often || missing < 1 || missing > MOST_LOST || !/^[1-9]\d*$/.test(account))
      continue;
    const message = `Other ${bank} accounts in this file have ${usual} digits, this one ${account.length}: leading zeros may be lost.`;
    say(line, {
      key: accountKey,
      code: 'lost_zeros',
      message,
      blocks: false,
      suggestion: account.padStart(usual, '0'),
    });
  }
}

/** Spreadsheets keep 15 digits of a number: where every longer account ends in zeros, they did it. */
function rounded(rows: readonly Seen[], say: Say): void {
  const long = rows.filter(({ account }) => /^\d{16,}$/.test(account));
  const different = new Set(long.map(({ account }) => account));
  if (different.size < 2 || long.some(({ account }) => /[1-9]/.test(account.slice(15)))) return;
  for (const { line, accountKey } of long) {
    const message =
      'All long account numbers of this file end in zeros after 15 digits: a spreadsheet may have rounded them.';
    say(line, { key: accountKey, code: 'rounded', message, blocks: false });
  }
}
