import type { Field } from './field.ts';
import type { AnswerShape, Option } from './option.ts';

const account: Field = { path: 'method.account', kind: 'account', required: true };
const accountNumber: Field = { path: 'method.account_number', kind: 'account', required: true };
const ifsc: Field = { path: 'method.ifsc_code', kind: 'ifsc', required: true };
const holder: Field = { path: 'method.account_name', kind: 'holderName', required: true };
const bank: Field = { path: 'method.bank_name', kind: 'bankName' };
const firstName: Field = { path: 'customer.first_name', kind: 'firstName', required: true };
const lastName: Field = { path: 'customer.last_name', kind: 'lastName', required: true };
const email: Field = { path: 'customer.email', kind: 'email' };
const phone: Field = { path: 'customer.phone', kind: 'phone' };
const tenDigitPhone: Field = { ...phone, digits: 10 };
const address: Field = { path: 'customer.address', kind: 'address', required: true };
const zip: Field = { path: 'customer.zip', kind: 'pin', required: true };

const plainAnswer: AnswerShape = {
  gatewayId: 1000,
  echoesMethod: true,
  refId: 'random',
  message: 'Transaction was initialized',
};

/** What every option asks for besides its own fields (api.md 2). */
export const COMMON_FIELDS: readonly Field[] = [
  { path: 'amount', kind: 'amount', required: true },
  { path: 'description', kind: 'text', required: true, max: 255 },
  { path: 'tracking_id', kind: 'trackingId', max: 255 },
  { path: 'language', kind: 'language' },
  { path: 'return_url', kind: 'url' },
  { path: 'test', kind: 'flag' },
];

/** All integration options: the only file that names one. A ninth is one more entry here and nothing else. */
export const CATALOG: Readonly<Record<string, Option>> = {
  QP: {
    summary: 'Account, holder, e-mail, address and phone',
    fields: [
      account,
      holder,
      ifsc,
      firstName,
      lastName,
      { ...email, required: true },
      address,
      { ...tenDigitPhone, required: true },
    ],
    operations: ['payout'],
    answer: plainAnswer,
    source: 'IMPS option page, section QP',
  },
  EA: {
    summary: 'From a sender wallet, ₹100 to ₹2,00,000',
    fields: [
      { path: 'method.sender_wallet_id', kind: 'wallet', required: true },
      account,
      ifsc,
      bank,
      firstName,
      lastName,
      { ...tenDigitPhone, required: true },
      address,
      zip,
    ],
    amount: { minMinor: 100_00n, maxMinor: 2_00_000_00n },
    operations: ['payout'],
    answer: plainAnswer,
    source: 'IMPS option page, section EA',
  },
  OS: {
    summary: 'Account, first name and phone; status query documented',
    fields: [account, ifsc, firstName, { ...lastName, required: undefined }, { ...tenDigitPhone, required: true }],
    operations: ['payout', 'status_query'],
    answer: plainAnswer,
    source: 'IMPS option page, section OS',
  },
  PF: {
    summary: 'Account with bank name and the full postal address',
    fields: [
      account,
      { ...bank, required: true },
      ifsc,
      holder,
      firstName,
      lastName,
      address,
      { path: 'customer.city', kind: 'city', required: true, max: 100 },
      { path: 'customer.state', kind: 'state', required: true, max: 2 },
      zip,
      { ...phone, max: 14 },
      email,
    ],
    operations: ['payout'],
    answer: { ...plainAnswer, gatewayId: 1234 },
    source: 'IMPS option page, section PF',
  },
  PFR: {
    summary: 'Account and holder only, ₹500 to ₹2,00,000',
    fields: [{ ...holder, max: 50 }, { ...account, max: 50 }, ifsc],
    amount: { minMinor: 500_00n, maxMinor: 2_00_000_00n },
    quietHours: { startUtc: '15:30', endUtc: '17:30' },
    operations: ['payout'],
    answer: { ...plainAnswer, gatewayId: 3031, message: 'Initialized' },
    source: 'IMPS option page, section PFR',
  },
  EAN: {
    summary: 'Account and names, bank name if known',
    fields: [accountNumber, ifsc, bank, { ...firstName, max: 35 }, { ...lastName, max: 35 }],
    operations: ['payout'],
    // The message says success while the status is pending: a message is never a status.
    answer: { ...plainAnswer, gatewayId: 3523, refId: 'uid', message: '010 SUCCESS' },
    source: 'IMPS option page, section EAN',
  },
  II: {
    summary: 'Account with bank name, names and phone',
    fields: [
      account,
      ifsc,
      { ...bank, required: true },
      { ...firstName, max: 35 },
      { ...lastName, max: 35 },
      { ...phone, required: true },
    ],
    operations: ['payout'],
    answer: {
      ...plainAnswer,
      gatewayId: 3559,
      echoesMethod: false,
      refId: 'absent',
      message: 'Transaction was initialized.',
      bankCode: '0001',
    },
    source: 'IMPS option page, section II',
  },
  GP: {
    summary: 'Account and names, whole rupees only',
    fields: [accountNumber, ifsc, firstName, lastName, tenDigitPhone],
    amount: { multipleOfMinor: 100n },
    operations: ['payout'],
    answer: {
      ...plainAnswer,
      gatewayId: 3564,
      echoesMethod: false,
      message: 'Transaction was initialized.',
      bankCode: '200',
    },
    source: 'IMPS option page, section GP',
  },
};

export type Catalog = typeof CATALOG;
