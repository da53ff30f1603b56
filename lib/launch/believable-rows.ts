import { randomBytes } from 'node:crypto';
import data from '#lib/domain/data/ifsc.json' with { type: 'json' };
import { lookUpIfsc } from '#lib/domain/ifsc-data.ts';
import { unpackRuns } from '#lib/domain/run-list.ts';
import type { Vault } from '#lib/server/vault.ts';

/** Whose the rows are, and through what they went. */
export interface Believable {
  connections: readonly { id: string; option: string }[];
  makers: readonly string[];
  /** The newest row is just before; the oldest about two years. */
  now: Date;
}

/** The columns a line holds, in its order. */
export const FILLED = [
  'id, connection_id, option, state, amount_minor, description, test, "values", account_sealed, account_last4',
  'account_index, beneficiary, ifsc, bank, tracking_id, request_id, content_digest, maker_id, uid, reference',
  'created_at, accepted_at, state_at, final_at, manually_corrected_at, corrected_from',
].join(', ');

const FIRST = (
  'Aarav Aditi Ajay Akash Amit Ananya Anil Anita Anjali Arjun Arun Asha Bhavna Chetan Deepak Deepika Devika Dinesh Divya ' +
  'Farhan Fatima Gaurav Gayatri Gopal Harish Harpreet Imran Isha Jaspreet Jyoti Karan Kavita Kiran Lakshmi Leela Madhav ' +
  'Mahesh Manish Manoj Meena Meera Mohan Mukesh Nandini Naveen Neha Nikhil Nisha Pankaj Pooja Pradeep Prakash Preeti Priya ' +
  'Rahul Rajesh Rakesh Ramesh Ravi Rekha Ritu Rohan Sachin Sandeep Sanjay Sarita Shalini Shankar Shreya Simran Sneha Sonal ' +
  'Sunil Sunita Suresh Swati Tanvi Tariq Uma Usha Varun Vijay Vikram Vinod Vivek Yash Zoya रवि अनिता'
).split(' ');
const LAST = (
  'Acharya Agarwal Ahmed Ansari Bajaj Banerjee Bhatt Bose Chandra Chauhan Chopra Das Desai Deshmukh Dubey Dutta Fernandes ' +
  'Gandhi Ghosh Gill Goel Gowda Gupta Hegde Iyengar Iyer Jadhav Jain Jha Joshi Kapoor Kaur Khan Khanna Krishnan Kulkarni ' +
  'Kumar Lal Malhotra Mehta Menon Mishra Mukherjee Murthy Nair Naidu Pandey Patel Patil Pillai Prasad Rao Rathore Reddy Roy ' +
  'Saxena Sen Sethi Shah Sharma Shetty Shukla Singh Sinha Srinivasan Subramaniam Thakur Thomas Tiwari Trivedi Varma Verma Yadav'
).split(' ');
const FIRMS =
  'Traders,Textiles & Sons,Logistics Pvt Ltd,Exports,Auto Parts,Medical Store,Agro Industries,Steel Works'.split(',');
const CAUSES = 'Invoice,Salary,Refund of order,Vendor payment,Rent,Commission,Settlement,Advance against PO'.split(',');

const DAY_MS = 24 * 60 * 60_000;
const SPAN_MS = 2 * 365 * DAY_MS;
const ACCOUNTS = 20_000;
const NONE = '\\N';
const NEWLINE = 10;
const PIECE_BYTES = 1 << 18;
const MOST_ROW_BYTES = 4_096;

interface Place {
  ifsc: string;
  bank: string;
}

/**
 * Writes `count` payouts as lines for COPY, oldest first, in pieces of a few hundred: paid, failed and expired ones as time
 * leaves them, and some that are pending with no query due. No row is like one a person asked for: all are test payouts.
 */
export function* believableRows(count: number, by: Believable, vault: Vault): Generator<Uint8Array<ArrayBuffer>> {
  const rowOf = rowsBy(count, by, vault);
  let piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let at = 0;
  for (let n = 0; n < count; n++) {
    // A row is joined and written by itself: a text put together of a hundred thousand parts costs twice what they cost.
    at += piece.write(rowOf(n).join('\t'), at);
    piece[at++] = NEWLINE;
    if (at > PIECE_BYTES - MOST_ROW_BYTES) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
      at = 0;
    }
  }
  if (at > 0) yield piece.subarray(0, at);
}

function rowsBy(count: number, { connections, makers, now }: Believable, vault: Vault) {
  const places = branches();
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => {
    const number = String(50_100_000_000_000 + index * 7_919_383);
    return { number, last4: number.slice(-4), index: `\\\\x${vault.blindIndex(number).toString('hex')}` };
  });
  const start = now.getTime() - SPAN_MS;
  const run = randomBytes(5).toString('hex').slice(0, 9);
  return (n: number): (string | number)[] => {
    const created = start + Math.floor((n / count) * (SPAN_MS - 60_000));
    const pick = draw();
    const chance = draw() % 10_000;
    const connection = connections[skewed(pick, connections.length)]!;
    const account = accounts[pick % ACCOUNTS]!;
    const place = places[(pick >>> 3) % places.length]!;
    const { id, requestId, hex } = idsOf(created, n, run);
    const { state, isFinal, isCorrected } = stateOf(chance, n / count);
    const final = created + 20_000 + (draw() % 7_200_000);
    const amount = amountOf(pick, draw() % 10_000);
    const description = `${CAUSES[(pick >>> 5) % CAUSES.length]} ${1_000 + (n % 899_999)}`;
    const sealed = vault.seal(account.number, `payout:${id}`).toString('hex');
    const createdAt = iso(created);
    const finalAt = isFinal ? iso(Math.min(final, now.getTime())) : NONE;
    const [uid, acceptedAt] = state === 'cancelled' ? [NONE, NONE] : [hex.slice(4), createdAt];
    const reference = state === 'successful' ? 400_000_000_000 + ((n * 7_919) % 99_999_999_999) : NONE;
    return [
      ...[id, connection.id, connection.option, state, amount, description, 't', '{}', `\\\\x${sealed}`, account.last4],
      ...[account.index, payee(draw()), place.ifsc, place.bank, `pd-${id}`, requestId, `\\\\x${hex}${hex}`],
      ...[
        makers[skewed(pick >>> 2, makers.length)]!,
        uid,
        reference,
        createdAt,
        acceptedAt,
        isFinal ? finalAt : createdAt,
      ],
      ...[finalAt, isCorrected ? finalAt : NONE, isCorrected ? 'failed' : NONE],
    ];
  };
}

/** What waits is nearly all young. */
function stateOf(chance: number, age: number) {
  const isWaiting = age > 0.995 ? chance < 3_000 : chance < 3;
  const state = isWaiting
    ? 'pending'
    : chance < 8_900
      ? 'successful'
      : chance < 9_600
        ? 'failed'
        : chance < 9_900
          ? 'expired'
          : 'cancelled';
  return { state, isFinal: !isWaiting, isCorrected: state === 'successful' && chance % 1_000 === 7 };
}

/** Most are some thousands of rupees, few are lakhs; round ones are frequent. */
function amountOf(pick: number, chance: number): number {
  const rupees = Math.floor(Math.exp(4.6 + (chance / 10_000) * 9)) + (pick % 97);
  return chance % 3 === 0 ? Math.max(100, rupees - (rupees % 100)) * 100 : rupees * 100 + (pick % 100);
}

function payee(pick: number): string {
  const last = LAST[(pick >>> 9) % LAST.length];
  return pick % 5 === 0
    ? `${last} ${FIRMS[(pick >>> 4) % FIRMS.length]}`
    : `${FIRST[(pick >>> 2) % FIRST.length]} ${last}`;
}

/** The first ones are used most, as shops and makers are. */
const skewed = (pick: number, length: number): number => Math.floor(length * ((pick % 1_000) / 1_000) ** 2);

/** Ids that rise with time, so that the indexes they go to are written at their end. */
function idsOf(at: number, n: number, run: string) {
  const time = at.toString(16).padStart(12, '0');
  const count = n.toString(16).padStart(9, '0');
  const [early, late, a, b, c] = [
    time.slice(0, 8),
    time.slice(8),
    count.slice(0, 3),
    count.slice(3, 6),
    count.slice(6),
  ];
  const from = `${early}-${late}-`;
  const rest = `${a}-8${b}-${c}${run}`;
  return { id: `${from}7${rest}`, requestId: `${from}8${rest}`, hex: `${early}${late}7${a}8${b}${c}${run}` };
}

function branches(): Place[] {
  return Object.entries(data.branches as Record<string, string>).flatMap(([bank, packed]) =>
    unpackRuns(packed.split('|')[0] ?? '')
      .slice(0, 25)
      .flatMap((run) => {
        const ifsc = `${bank}0${String(run.first).padStart(6, '0')}`;
        const { known, bank: name } = lookUpIfsc(ifsc);
        return known && name ? [{ ifsc, bank: name }] : [];
      }),
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();

let seed = 2_463_534_242;
/** Quick and even enough; these rows hide nothing. */
function draw(): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed >>> 0;
}
