import { completeIfsc, ifscShape, normaliseIfsc } from './ifsc.ts';
import { INDIAN_STATES, currentStateCode } from './indian-states.ts';
import { cleanText, hasNonLatin, textProblem } from './text.ts';

/** What a value means. A kind decides how it is cleaned, what is advised about it and which input asks for it. */
export interface Kind {
  label: string;
  hint?: string;
  /** Browser keyboard and autofill, as in HTML. */
  inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'url' | 'decimal';
  /** Closed set of values to choose from, value to label. */
  choices?: Record<string, string>;
  /** Never shown whole, stored sealed, kept out of browser storage. */
  isSecret?: boolean;
  /** Text after cleaning; `digits` is the field's documented digit count, where it has one. */
  clean?: (text: string, digits?: number) => string;
  /** Documented shape that `max` and `digits` cannot say; returns what to do about it. */
  refuse?: (text: string) => string | null;
  /** Domestic knowledge: never blocks, may be overridden by a tick. */
  advise?: (text: string) => Advice | null;
  /** A made-up value that passes every rule and raises no advisory. */
  sample: string;
}

export interface Advice {
  code: string;
  message: string;
  /** A better value to offer, never applied by itself. */
  suggestion?: string;
}

const stripBlanks = (text: string) => text.replace(/[\s\u00a0]+/g, '');

function cleanPhone(text: string, digits?: number): string {
  const bare = text.replace(/[\s\u00a0().-]+/g, '');
  if (digits === undefined) return bare;
  const national = bare.replace(/^(?:\+91|0091|91(?=\d{10}$)|0)/, '');
  return national.length === digits ? national : bare;
}

function adviseAccount(text: string): Advice | null {
  if (/^\d{9,18}$/.test(text)) return null;
  return {
    code: 'account_length',
    message: 'Indian account numbers usually have 9 to 18 digits. Check it against a statement or cheque.',
  };
}

function adviseIfsc(text: string): Advice | null {
  if (ifscShape(text) === 'ok') return null;
  const suggestion = completeIfsc(text) ?? undefined;
  return {
    code: 'ifsc_shape',
    message: 'An IFSC has 11 characters: four letters, a zero, then six letters or digits.',
    suggestion,
  };
}

function adviseLatin(text: string): Advice | null {
  if (!hasNonLatin(text)) return null;
  return { code: 'non_latin', message: 'Bank systems often print only Latin letters. Check how the bank spells it.' };
}

function adviseMobile(text: string): Advice | null {
  if (/^[6-9]\d{9}$/.test(text.replace(/^\+91/, ''))) return null;
  return { code: 'mobile_prefix', message: 'Indian mobile numbers have 10 digits and begin with 6, 7, 8 or 9.' };
}

function adviseEmail(text: string): Advice | null {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return null;
  return { code: 'email_shape', message: 'This does not look like an e-mail address (name@example.com).' };
}

function advisePin(text: string): Advice | null {
  if (/^[1-9]\d{5}$/.test(text)) return null;
  return { code: 'pin_code', message: 'Indian PIN codes have six digits and do not begin with 0.' };
}

function refuseUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? null : 'Enter a whole web address, beginning with https://.';
}

const LANGUAGES = 'en es tr de it ru zh fr da sv no fi pl ja be uk ka ro lv az'.split(' ');

/** All kinds; components/field gives each its input, lib/domain/advisory its warnings. */
export const KINDS = {
  amount: { label: 'Amount', hint: 'In rupees: 1,50,000 or 150000.50 or 1.5L', inputMode: 'decimal', sample: '500' },
  text: {
    label: 'Description',
    hint: 'Kept with the payout at the gateway.',
    advise: adviseLatin,
    sample: 'Vendor payment',
  },
  account: {
    label: 'Account number',
    inputMode: 'numeric',
    isSecret: true,
    clean: stripBlanks,
    advise: adviseAccount,
    sample: '50100012345670000',
  },
  ifsc: {
    label: 'IFSC',
    hint: '11 characters, printed on the cheque',
    clean: normaliseIfsc,
    advise: adviseIfsc,
    sample: 'HDFC0000325',
  },
  holderName: { label: 'Account holder', hint: 'As the bank has it', advise: adviseLatin, sample: 'Asha Verma' },
  firstName: { label: 'First name', advise: adviseLatin, sample: 'Asha' },
  lastName: { label: 'Last name', advise: adviseLatin, sample: 'Verma' },
  bankName: { label: 'Bank name', advise: adviseLatin, sample: 'HDFC Bank' },
  wallet: {
    label: 'Sender wallet',
    hint: 'The phone number of the wallet that pays',
    inputMode: 'tel',
    clean: (text) => cleanPhone(text),
    advise: (text) =>
      /^\d{10}$/.test(text) ? null : { code: 'wallet_shape', message: 'A wallet id is a phone number of 10 digits.' },
    sample: '9876543210',
  },
  phone: { label: 'Phone', inputMode: 'tel', clean: cleanPhone, advise: adviseMobile, sample: '9812345678' },
  email: { label: 'E-mail', inputMode: 'email', clean: stripBlanks, advise: adviseEmail, sample: 'asha@example.test' },
  address: { label: 'Address', advise: adviseLatin, sample: '12 Lodhi Road' },
  city: { label: 'City', advise: adviseLatin, sample: 'New Delhi' },
  pin: { label: 'PIN code', inputMode: 'numeric', clean: stripBlanks, advise: advisePin, sample: '110003' },
  state: {
    label: 'State',
    hint: 'State or union territory',
    choices: Object.fromEntries(INDIAN_STATES.map(({ code, name }) => [code, name])),
    clean: (text) => currentStateCode(text) ?? text.toUpperCase(),
    refuse: (text) => (/^[A-Z]{2}$/.test(text) ? null : 'Choose a state: two letters, such as DL for Delhi.'),
    sample: 'DL',
  },
  trackingId: {
    label: 'Tracking id',
    hint: 'Your own reference; made for you when left empty. Must not repeat.',
    clean: stripBlanks,
    refuse: (text) => (/^[\w.:@+=,~-]+$/.test(text) ? null : 'Use letters, digits and . : @ + = , ~ _ - only.'),
    sample: 'INV-2026-0001',
  },
  language: {
    label: 'Language',
    hint: 'Of the e-mails the gateway sends',
    choices: Object.fromEntries(LANGUAGES.map((code) => [code, code])),
    refuse: (text) => (LANGUAGES.includes(text) ? null : 'Choose one of the languages in the list.'),
    sample: 'en',
  },
  url: {
    label: 'Return address',
    inputMode: 'url',
    clean: stripBlanks,
    refuse: refuseUrl,
    sample: 'https://example.test/done',
  },
  flag: { label: 'Test payout', hint: 'The gateway answers as usual; no money moves.', sample: 'true' },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** One value asked for. `path` is its place in the gateway's request and the input's name. */
export interface Field {
  path: string;
  kind: KindName;
  required?: true;
  /** Longest documented text, in characters. */
  max?: number;
  /** Exact documented number of digits. */
  digits?: number;
}

/** What every text of undocumented length is held to (api.md 12, row 21). */
export const SOFT_MAX = 255;

export const kindOf = (field: Field): Kind => KINDS[field.kind];

export type Violation =
  | { rule: 'required' }
  | { rule: 'not_text' }
  | { rule: 'max'; max: number; length: number }
  | { rule: 'digits'; digits: number }
  | { rule: 'text' | 'shape'; message: string };

/** Cleans one typed value as its kind says; what comes back is what would be sent. */
export function cleanField(field: Field, raw: string): string {
  const kind = kindOf(field);
  const text = cleanText(raw);
  return kind.clean ? kind.clean(text, field.digits) : text;
}

/** Holds one cleaned value against its documented rules; null when it may be sent. */
export function violationOf(field: Field, value: unknown): Violation | null {
  if (value === undefined || value === null || value === '') return field.required ? { rule: 'required' } : null;
  if (typeof value !== 'string') return { rule: 'not_text' };
  const max = field.max ?? SOFT_MAX;
  if (value.length > max) return { rule: 'max', max, length: value.length };
  const unclean = textProblem(value);
  if (unclean) return { rule: 'text', message: unclean };
  if (field.digits !== undefined && !(value.length === field.digits && /^[0-9]+$/.test(value))) {
    return { rule: 'digits', digits: field.digits };
  }
  const refusal = kindOf(field).refuse?.(value);
  return refusal ? { rule: 'shape', message: refusal } : null;
}

/** Says in one sentence what the person has to do about a violation. */
export function explainViolation(field: Field, violation: Violation): string {
  const { label } = kindOf(field);
  switch (violation.rule) {
    case 'required':
      return `${label}: this is needed.`;
    case 'not_text':
      return `${label}: enter text.`;
    case 'max':
      return `${label}: shorten it to ${violation.max} characters; it has ${violation.length}.`;
    case 'digits':
      return `${label}: enter exactly ${violation.digits} digits, without the country code.`;
    case 'text':
    case 'shape':
      return violation.message;
  }
}
