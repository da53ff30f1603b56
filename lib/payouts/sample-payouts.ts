import { createHash } from 'node:crypto';
import { CATALOG } from '../domain/catalog.ts';
import { kindOf, type KindName } from '../domain/field.ts';
import { explainAmount, fieldsOf } from '../domain/instruction.ts';
import { formatPlain } from '../domain/money.ts';
import type { Option } from '../domain/option.ts';
import { FIRST_POLICY } from '../domain/policy.ts';
import { sampleValues, withValue, type TypedValues } from '../domain/sample.ts';
import { OUTCOMES, type Outcome } from '../domain/outcomes.ts';
import { AMOUNTS, BANKS, NAMES, PLACES, PURPOSES, type List } from './sample-values.ts';

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

/** Outcomes are to be seen at once; only usual payouts are large enough to wait for approval first. */
const UNATTENDED = AMOUNTS.filter((rupees) => checkersForAmount(rupees) === 0);

function checkersForAmount(rupees: bigint): number {
  // With all the paise that an outcome may add.
  const amountMinor = rupees * 100n + 99n;
  return FIRST_POLICY.bands.find(({ upToMinor }) => upToMinor === null || amountMinor <= upToMinor)?.checkers ?? 0;
}

function amountFor(place: number, outcome: Outcome, option: Option): bigint {
  const { when } = outcome;
  const amounts = outcome === USUAL ? AMOUNTS : UNATTENDED;
  const rupees = amounts[place % amounts.length] ?? 500n;
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

const pick = <Item>(items: List<Item>, place: number): Item => items[place % items.length] ?? items[0];

/** Chooses no outcome of its own. */
const USUAL_ENDING = '4826';
