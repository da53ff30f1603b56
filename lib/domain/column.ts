import type { FilterKind } from './filter-kind.ts';

/** How a value is shown in a table. */
export type ColumnKind =
  'payee' | 'account' | 'amount' | 'state' | 'time' | 'age' | 'code' | 'name' | 'text' | 'id' | 'mode';

/** How a value is written to a file; one form may give several cells. */
export type ExportForm = 'text' | 'ist' | 'rupeesAndPaise' | 'state' | 'mode' | 'masked';

/** Where the words of a `choices` filter come from. */
export type ChoiceSource = 'states' | 'options' | 'connections' | 'modes' | 'people' | 'batches' | 'payouts';

/** One column of the history: plain data, from which table, filter, URL, search, order and export are derived. */
export interface Column {
  label: string;
  kind: ColumnKind;
  /** How it can be narrowed; SQL is chosen by this, never by the shape of a value. */
  filter?: FilterKind;
  choices?: ChoiceSource;
  /** A question with yes or no that stands for choices: `test:no` for the mode live. */
  asked?: { word: string; label: string; yes: string; no: string };
  /** May order the list. */
  isSortable?: boolean;
  /** Free search looks for a part of this text. */
  isSearched?: true;
  export?: ExportForm;
  /** Holds only the tail of what it stands for. */
  isMasked?: boolean;
  /** On screen: always, while waiting payouts are shown, or not (file only). */
  shown: 'always' | 'waiting' | 'never';
}

/** All columns, in the order of the screen and of the file. */
export const COLUMNS = {
  beneficiary: {
    label: 'Beneficiary',
    kind: 'payee',
    isSortable: true,
    isSearched: true,
    export: 'text',
    shown: 'always',
  },
  account: { label: 'Account', kind: 'account', isSearched: true, export: 'masked', isMasked: true, shown: 'never' },
  ifsc: { label: 'IFSC', kind: 'code', isSearched: true, export: 'text', shown: 'never' },
  bank: { label: 'Bank', kind: 'text', export: 'text', shown: 'never' },
  amount: {
    label: 'Amount',
    kind: 'amount',
    filter: 'amountRange',
    isSortable: true,
    export: 'rupeesAndPaise',
    shown: 'always',
  },
  state: { label: 'Status', kind: 'state', filter: 'choices', choices: 'states', export: 'state', shown: 'always' },
  age: { label: 'Age', kind: 'age', filter: 'ageRange', shown: 'waiting' },
  created: { label: 'Created', kind: 'time', filter: 'dayRange', isSortable: true, export: 'ist', shown: 'always' },
  final: { label: 'Final', kind: 'time', filter: 'dayRange', isSortable: true, export: 'ist', shown: 'never' },
  option: { label: 'Option', kind: 'code', filter: 'choices', choices: 'options', export: 'text', shown: 'always' },
  connection: {
    label: 'Connection',
    kind: 'name',
    filter: 'choices',
    choices: 'connections',
    export: 'text',
    shown: 'always',
  },
  mode: {
    label: 'Mode',
    kind: 'mode',
    filter: 'choices',
    choices: 'modes',
    asked: { word: 'test', label: 'Test payouts', yes: 'test', no: 'live' },
    export: 'mode',
    shown: 'never',
  },
  reference: { label: 'Reference', kind: 'id', isSearched: true, export: 'text', shown: 'always' },
  trackingId: { label: 'Tracking id', kind: 'id', isSearched: true, export: 'text', shown: 'always' },
  uid: { label: 'Gateway uid', kind: 'id', isSearched: true, export: 'text', shown: 'always' },
  description: { label: 'Description', kind: 'text', isSearched: true, export: 'text', shown: 'always' },
  maker: { label: 'Maker', kind: 'name', filter: 'choices', choices: 'people', export: 'text', shown: 'never' },
  checker: { label: 'Checker', kind: 'name', filter: 'linked', choices: 'people', shown: 'never' },
  corrected: { label: 'Corrected later', kind: 'time', filter: 'flag', shown: 'never' },
  note: { label: 'Note', kind: 'text', filter: 'flag', shown: 'never' },
  batch: { label: 'Batch', kind: 'id', filter: 'choices', choices: 'batches', shown: 'never' },
  id: { label: 'Payout id', kind: 'id', filter: 'choices', choices: 'payouts', export: 'text', shown: 'never' },
} as const satisfies Record<string, Column>;

type Columns = typeof COLUMNS;
export type ColumnKey = keyof Columns;

/** Keys of the columns that declare `Property`, optionally with one of `Value`. */
type KeysWith<Property extends keyof Column, Value = unknown> = {
  [Key in ColumnKey]: Columns[Key] extends Record<Property, Value> ? Key : never;
}[ColumnKey];

export type FilterKey = KeysWith<'filter'>;
export type SortKey = KeysWith<'isSortable', true>;
export type ExportKey = KeysWith<'export'>;
export type SearchKey = KeysWith<'isSearched'>;
export type ShownKey = KeysWith<'shown', 'always' | 'waiting'>;
/** The filter kind a column declares. */
export type FilterKindOf<Key extends FilterKey> = Columns[Key]['filter'];

export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[];
export const FILTER_KEYS = keysWith('filter') as FilterKey[];
export const SORT_KEYS = keysWith('isSortable') as SortKey[];
export const EXPORT_KEYS = keysWith('export') as ExportKey[];
export const SEARCH_KEYS = keysWith('isSearched') as SearchKey[];
export const SHOWN_KEYS = COLUMN_KEYS.filter((key) => columnOf(key).shown !== 'never') as ShownKey[];

/** A column without its literal types, for code that treats all columns alike. */
export function columnOf(key: ColumnKey): Column {
  return COLUMNS[key];
}

function keysWith(property: keyof Column): ColumnKey[] {
  return COLUMN_KEYS.filter((key) => columnOf(key)[property] !== undefined);
}

/** The heads that tell a reader of a file each row's status and amount. */
export const STATUS_HEADER = COLUMNS.state.label;
export const PAISE_HEADER = `${COLUMNS.amount.label} (paise)`;
