import { createHash } from 'node:crypto';
import { CATALOG } from '../domain/catalog.ts';
import { kindOf, type KindName } from '../domain/field.ts';
import { explainAmount, fieldsOf } from '../domain/instruction.ts';
import { formatPlain } from '../domain/money.ts';
import type { Option } from '../domain/option.ts';
import { sampleValues, withValue, type TypedValues } from '../domain/sample.ts';
import { OUTCOMES, type Outcome } from '../sandbox/outcomes.ts';

export interface SampleConnection {
  id: string;
  option: string;
  mode: 'test' | 'live' | 'either';
}

export interface Sample {
  /** The same connection and place give the same id, so that asking twice sends nothing twice. */
  id: string;
  connectionId: string;
  outcome: string;
  instruction: TypedValues & { option: string };
}

/** How many payouts a newcomer is offered: enough for every option and every outcome. */
export const SAMPLES = 40;

/** Only kinds of outcome that an account number or an amount can choose. */
const CHOSEN = OUTCOMES.filter(({ when }) => when.by === 'account_ends' || when.by === 'paise');
const USUAL = OUTCOMES.find(({ when }) => when.by === 'otherwise');

/** Makes up payouts that run through all connections and all outcomes of the sandbox; the same ones every time. */
export function samplePayouts(connections: readonly SampleConnection[]): Sample[] {
  const payable = connections.filter(({ option }) => CATALOG[option]);
  if (payable.length === 0) return [];
  const samples: Sample[] = [];
  for (let place = 0; place < SAMPLES; place += 1) {
    const outcome = outcomeAt(place);
    // Every round begins one further on, so that an outcome meets another option each time.
    const start = place + Math.floor(place / payable.length);
    for (let step = 0; step < payable.length; step += 1) {
      const through = payable[(start + step) % payable.length];
      const sample = through && sampleFor(place, through, outcome);
      if (!sample) continue;
      samples.push(sample);
      break;
    }
  }
  return samples;
}

/** Every second payout simply succeeds, as in life; the others take the outcomes in turn. */
function outcomeAt(place: number): Outcome | undefined {
  return place % 2 === 0 ? USUAL : CHOSEN[((place - 1) / 2) % CHOSEN.length];
}

/** Null where the connection's option cannot pay the amount that chooses the outcome. */
function sampleFor(place: number, through: SampleConnection, outcome: Outcome | undefined): Sample | null {
  const option = CATALOG[through.option];
  if (!option || !outcome) return null;
  const amountMinor = amountFor(place, outcome, option);
  if (explainAmount(option.amount, amountMinor)) return null;
  const made = madeUp(place, amountMinor, outcome);
  const instruction = fieldsOf(option).reduce<TypedValues>(
    (values, { path, kind }) => {
      if (kind === 'flag') return withValue(values, path, through.mode === 'live' ? 'false' : 'true');
      if (LEFT_OUT.has(kind)) return withValue(values, path, undefined);
      const value = made[kind];
      return value === undefined ? values : withValue(values, path, value);
    },
    sampleValues(through.option, option),
  );
  return {
    id: sampleId(through.id, place),
    connectionId: through.id,
    outcome: outcome.id,
    instruction: { ...instruction, option: through.option },
  };
}

const LEFT_OUT = new Set<KindName>(['trackingId', 'url', 'language']);

function sampleId(connectionId: string, place: number): string {
  const hex = createHash('sha256').update(`sample ${place} of ${connectionId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function amountFor(place: number, { when }: Outcome, option: Option): bigint {
  const rupees = AMOUNTS[place % AMOUNTS.length] ?? 500n;
  if (when.by === 'paise') return rupees * 100n + when.paise;
  return option.amount?.multipleOfMinor === undefined && place % 3 === 0 ? rupees * 100n + 50n : rupees * 100n;
}

/** Values by kind, for one made-up beneficiary. */
function madeUp(place: number, amountMinor: bigint, { when }: Outcome): Partial<Record<KindName, string>> {
  const [firstName = '', lastName = ''] = pick(NAMES, place).split(' ');
  const [ifsc, bankName] = pick(BANKS, place);
  const [address, city, state, pin] = pick(PLACES, place);
  const ending = when.by === 'account_ends' ? when.digits : USUAL_ENDING;
  return {
    amount: formatPlain(amountMinor),
    text: pick(PURPOSES, place),
    account: `9020${String(place + 11).padStart(5, '0')}7${ending}`,
    ifsc,
    bankName,
    holderName: `${firstName} ${lastName}`,
    firstName,
    lastName,
    email: `${firstName}.${lastName}@example.test`.toLowerCase(),
    phone: `90000${String(place + 100).padStart(5, '0')}`,
    wallet: kindOf({ path: '', kind: 'wallet' }).sample,
    address,
    city,
    state,
    pin,
  };
}

type List<Item> = readonly [Item, ...Item[]];

const pick = <Item>(items: List<Item>, place: number): Item => items[place % items.length] ?? items[0];

/** Chooses no outcome of its own. */
const USUAL_ENDING = '4826';

const NAMES: List<string> = [
  'Aarav Mehta',
  'Diya Nair',
  'Kabir Anand',
  'Meera Joshi',
  'Rohan Kulkarni',
  'Ishita Bose',
  'Vikram Shetty',
  'Ananya Reddy',
  'Farhan Qureshi',
  'Lakshmi Pillai',
  'Harpreet Gill',
  'Nisha Agarwal',
  'Tenzin Bhutia',
  'Priya Menon',
  'Arjun Desai',
  'Kavita Rao',
  'Sameer Khanna',
  'Pooja Chauhan',
  'Joseph Fernandes',
  'Ritu Saxena',
  'Manish Tiwari',
];

const PURPOSES: List<string> = [
  'Salary for October',
  'Vendor invoice 2291',
  'Refund of order 70418',
  'Freelance design work',
  'Rent for November',
  'Courier charges',
  'Commission, week 46',
  'Warranty claim settlement',
  'Travel reimbursement',
  'Security deposit returned',
  'Printing and stationery',
  'Referral bonus',
  'Insurance claim payout',
  'Catering for the annual day',
  'Consultancy fee',
  'Scholarship instalment',
  'Equipment hire',
];

/** Rupees. */
const AMOUNTS = [
  48_500n,
  1_250n,
  12_780n,
  3_499n,
  96_000n,
  7_640n,
  1_84_500n,
  2_150n,
  25_000n,
  640n,
  15_325n,
  54_890n,
  8_200n,
  1_36_750n,
  999n,
  32_410n,
  5_560n,
  71_300n,
  1_825n,
];

const BANKS: List<readonly [ifsc: string, name: string]> = [
  ['HDFC0000325', 'HDFC Bank'],
  ['ICIC0000739', 'ICICI Bank'],
  ['SBIN0000300', 'State Bank of India'],
  ['UTIB0000007', 'Axis Bank'],
  ['KKBK0000958', 'Kotak Mahindra Bank'],
  ['PUNB0112000', 'Punjab National Bank'],
  ['CNRB0000792', 'Canara Bank'],
  ['BARB0VJKALY', 'Bank of Baroda'],
  ['UBIN0530786', 'Union Bank of India'],
  ['IDFB0040101', 'IDFC FIRST Bank'],
  ['FDRL0001001', 'Federal Bank'],
];

const PLACES: List<readonly [address: string, city: string, state: string, pin: string]> = [
  ['14 Lodhi Road', 'New Delhi', 'DL', '110003'],
  ['7 Hill Road', 'Mumbai', 'MH', '400050'],
  ['221 Double Road', 'Bengaluru', 'KA', '560038'],
  ['9 Usman Road', 'Chennai', 'TN', '600017'],
  ['33 Bhandarkar Road', 'Pune', 'MH', '411004'],
  ['5 Gariahat Road', 'Kolkata', 'WB', '700019'],
  ['18 Station Road', 'Jaipur', 'RJ', '302001'],
  ['62 Marine Drive', 'Kochi', 'KL', '682011'],
];
