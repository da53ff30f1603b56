import { CATALOG, type Catalog } from '../catalog.ts';
import { kindOf, type Field, type KindName } from '../field.ts';
import { fieldsOf, splitPath } from '../instruction.ts';
import type { Option } from '../option.ts';

/** What one column of a file may hold; one key serves every option's field of that kind, wherever it stands in the request. */
export interface BatchColumn {
  key: string;
  label: string;
  /** Names it is known by, as `plainName` writes them. */
  names: readonly string[];
}

/** How programs and people call these columns besides their path and label. */
const SYNONYMS: Partial<Record<KindName, string>> = {
  amount:
    'amt, amount inr, amount rs, amount in rupees, payment amount, payout amount, value, net pay, salary, sum, txn amount, transfer amount',
  text: 'narration, remarks, remark, purpose, particulars, note, payment details, comment, message',
  account:
    'account no, acc no, a/c no, a/c, a/c number, acct, acct no, bank account, bank account no, bank account number, beneficiary account, beneficiary account no, beneficiary account number, ben account no, bene account number, creditor account, payee account',
  ifsc: 'ifsc code, ifs code, ifsc no, bank ifsc, beneficiary ifsc, beneficiary ifsc code, bene ifsc, rtgs code, neft code',
  holderName:
    'account name, beneficiary, beneficiary name, bene name, payee, payee name, name, full name, account holder name, name as per bank, creditor name, vendor name, employee name',
  firstName: 'given name, forename, first',
  lastName: 'surname, family name, last',
  bankName: 'bank, beneficiary bank, name of bank',
  wallet: 'sender wallet id, wallet, wallet id, sender id',
  phone: 'mobile, mobile no, mobile number, phone no, phone number, contact, contact no, contact number, cell',
  email: 'email id, email address, mail, e mail id',
  address: 'street, address line, address line 1, street address',
  city: 'town, district',
  pin: 'zip, zip code, pincode, pin no, postal code, postcode',
  state: 'state code, province, region',
  trackingId:
    'reference, reference no, ref, ref no, invoice, invoice no, invoice number, payment id, customer reference, order id, transaction id, txn id, unique id',
  language: 'lang, locale',
  url: 'return url, redirect url',
  flag: 'test, test mode, is test, sandbox',
};

/** Names a field's column: its kind where the option has one field of it, else its own path. */
export function columnKey(option: Option, field: Field): string {
  return fieldsOf(option).filter(({ kind }) => kind === field.kind).length === 1 ? field.kind : field.path;
}

/** Writes a header so that blanks, case and signs do not matter: `A/C No.` is `a c no`. */
export function plainName(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const ROUTES: readonly BatchColumn[] = [
  { key: 'option', label: 'Option', names: ['option', 'integration option', 'method', 'option code'] },
  { key: 'connection', label: 'Connection', names: ['connection', 'shop', 'connection name', 'through'] },
];

/** All columns of a catalog, each once, in the order in which its options ask for them. */
export function batchColumns(catalog: Catalog = CATALOG): BatchColumn[] {
  const found = new Map<string, { label: string; paths: Set<string>; kind: KindName }>();
  for (const option of Object.values(catalog)) {
    for (const field of fieldsOf(option)) {
      const key = columnKey(option, field);
      const column = found.get(key) ?? { label: kindOf(field).label, paths: new Set(), kind: field.kind };
      column.paths.add(field.path);
      found.set(key, column);
    }
  }
  const columns = [...found].map(([key, { label, paths, kind }]) => ({
    key,
    label,
    names: namesOf(key, label, [...paths], kind),
  }));
  return [...ROUTES, ...columns];
}

function namesOf(key: string, label: string, paths: string[], kind: KindName): string[] {
  const ownPath = key !== kind;
  const said = ownPath
    ? []
    : [key, label, ...(SYNONYMS[kind]?.split(', ') ?? []), ...paths.map((path) => splitPath(path)[1])];
  return [...new Set([...paths, ...said].map(plainName))];
}

export const BATCH_COLUMNS: readonly BatchColumn[] = batchColumns();

/**
 * Finds which column each header means; null where it means none or one that an earlier header has taken. Exact names of
 * fields win over synonyms, wherever they stand.
 */
export function matchHeaders(headers: readonly string[], columns = BATCH_COLUMNS): (string | null)[] {
  const plain = headers.map(plainName);
  const matched: (string | null)[] = headers.map(() => null);
  const taken = new Set<string>();
  const deepest = Math.max(...columns.map(({ names }) => names.length));
  for (let rank = 0; rank < deepest; rank += 1) {
    for (const { key, names } of columns) {
      const at = taken.has(key)
        ? -1
        : plain.findIndex((one, i) => one !== '' && one === names[rank] && matched[i] === null);
      if (at < 0) continue;
      matched[at] = key;
      taken.add(key);
    }
  }
  return matched;
}
