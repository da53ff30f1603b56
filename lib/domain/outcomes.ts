/** How an accepted payout is answered; everything but `plain` leaves the client without the plain truth. */
export type Manner =
  | 'plain'
  | 'late'
  | 'drip'
  | 'reset'
  | 'html_502'
  | 'html_200'
  | 'empty_200'
  | 'truncated'
  | 'wrong_uid'
  | 'wrong_transaction'
  | 'after_notification';

/** What chooses an outcome; bounds of amounts are exclusive, as documented (api.md 10.5). */
export type When =
  | { by: 'method_type'; type: string; aboveMinor?: bigint; belowMinor?: bigint }
  | { by: 'account_ends'; digits: string }
  | { by: 'paise'; paise: bigint }
  | { by: 'otherwise' };

/** One state on the way; `message` is left out where the option's own first message stands. */
export interface Step {
  status: 'pending' | 'successful' | 'failed' | 'expired';
  code?: string;
  message?: string;
  /** Set by hand by the gateway's operator, after it was final. */
  isCorrection?: true;
}

/** What the stand-in gateway does with a request; plain data, shown to people as it stands. */
export interface Outcome {
  id: string;
  when: When;
  title: string;
  story: string;
  /** Answered instead of accepting; nothing is booked. */
  refusal?: { httpStatus: 422; field: string; message: string } | { httpStatus: 500 };
  /** The first state, then each next one after a settling time of its own. */
  steps: readonly [Step, ...Step[]];
  manner: Manner;
}

const PENDING: Step = { status: 'pending' };
const SUCCESSFUL: Step = { status: 'successful', message: 'Successfully processed' };
const NOT_FOUND: Step = { status: 'failed', code: 'F.0101', message: 'Account not found' };
const toSuccess = [PENDING, SUCCESSFUL] as const;

/** All outcomes of the sandbox; the first row that fits decides. Only the sandbox knows these rules, the gateway has none. */
export const OUTCOMES: readonly Outcome[] = [
  {
    id: 'bogus_fails',
    when: { by: 'method_type', type: 'bogus', aboveMinor: 100_00n, belowMinor: 200_00n },
    title: 'Test method fails',
    story: 'The method "bogus" with ₹100.01 to ₹199.99 fails at once.',
    steps: [{ status: 'failed', code: 'F.0998', message: 'Failed by the test method' }],
    manner: 'plain',
  },
  {
    id: 'bogus_succeeds',
    when: { by: 'method_type', type: 'bogus' },
    title: 'Test method succeeds',
    story: 'The method "bogus" with any other amount is successful at once.',
    steps: [SUCCESSFUL],
    manner: 'plain',
  },
  {
    id: 'succeeds',
    when: { by: 'account_ends', digits: '0000' },
    title: 'Succeeds',
    story: 'Pending in the answer, successful after the settling time.',
    steps: toSuccess,
    manner: 'plain',
  },
  {
    id: 'fails',
    when: { by: 'account_ends', digits: '0001' },
    title: 'Fails',
    story: 'Pending in the answer, then failed: the account does not exist (F.0101).',
    steps: [PENDING, NOT_FOUND],
    manner: 'plain',
  },
  {
    id: 'stays_pending',
    when: { by: 'account_ends', digits: '0002' },
    title: 'Stays pending',
    story: 'Pending in the answer and for ever after.',
    steps: [PENDING],
    manner: 'plain',
  },
  {
    id: 'answers_late',
    when: { by: 'account_ends', digits: '0003' },
    title: 'Accepted, answers late',
    story: 'Accepted at once, answered after 45 seconds, when nobody waits any more; successful meanwhile.',
    steps: toSuccess,
    manner: 'late',
  },
  {
    id: 'breaks_after_accepting',
    when: { by: 'account_ends', digits: '0004' },
    title: 'Accepted, answers 502',
    story: 'Accepted, but a proxy answers 502 with an HTML page; successful later.',
    steps: toSuccess,
    manner: 'html_502',
  },
  {
    id: 'corrected_by_hand',
    when: { by: 'account_ends', digits: '0005' },
    title: 'Successful, then corrected to failed',
    story: 'Successful after the settling time; after another one an operator corrects it to failed by hand.',
    steps: [PENDING, SUCCESSFUL, { ...NOT_FOUND, message: 'Returned by the bank', isCorrection: true }],
    manner: 'plain',
  },
  {
    id: 'notifies_first',
    when: { by: 'account_ends', digits: '0006' },
    title: 'Notifies before it answers',
    story: 'Successful at once; the notification is delivered before the answer to the request.',
    steps: [SUCCESSFUL],
    manner: 'after_notification',
  },
  {
    id: 'drops_connection',
    when: { by: 'account_ends', digits: '0007' },
    title: 'Accepted, connection dropped',
    story: 'Accepted, then the connection is reset without an answer; successful later.',
    steps: toSuccess,
    manner: 'reset',
  },
  {
    id: 'expires',
    when: { by: 'account_ends', digits: '0008' },
    title: 'Expires',
    story: 'Pending in the answer, then expired.',
    steps: [PENDING, { status: 'expired', message: 'Transaction is expired' }],
    manner: 'plain',
  },
  {
    id: 'refused',
    when: { by: 'account_ends', digits: '0009' },
    title: 'Refused',
    story: 'Not accepted: 422, the provider does not take the IFSC.',
    refusal: { httpStatus: 422, field: 'method.ifsc_code', message: 'is invalid' },
    steps: [PENDING],
    manner: 'plain',
  },
  {
    id: 'answers_for_another',
    when: { by: 'account_ends', digits: '0010' },
    title: 'Accepted, answers for another payout',
    story: "Accepted, but the answer carries someone else's uid, tracking id and amount; successful later.",
    steps: toSuccess,
    manner: 'wrong_transaction',
  },
  {
    id: 'answers_half',
    when: { by: 'account_ends', digits: '0011' },
    title: 'Accepted, half an answer',
    story: 'Accepted, but the JSON of the answer breaks off in the middle; successful later.',
    steps: toSuccess,
    manner: 'truncated',
  },
  {
    id: 'answers_nothing',
    when: { by: 'account_ends', digits: '0012' },
    title: 'Accepted, empty answer',
    story: 'Accepted and answered 200 with an empty body; successful later.',
    steps: toSuccess,
    manner: 'empty_200',
  },
  {
    id: 'breaks_before_accepting',
    when: { by: 'account_ends', digits: '0014' },
    title: 'Not accepted, answers 500',
    story: 'Answers 500 and books nothing, every time it is asked.',
    refusal: { httpStatus: 500 },
    steps: [PENDING],
    manner: 'plain',
  },
  {
    id: 'succeeds_at_once',
    when: { by: 'account_ends', digits: '0020' },
    title: 'Successful at once',
    story: 'Successful in the answer itself.',
    steps: [SUCCESSFUL],
    manner: 'plain',
  },
  {
    id: 'fails_at_once',
    when: { by: 'account_ends', digits: '0021' },
    title: 'Failed at once',
    story: 'Answered with 200 and the status failed (F.0101).',
    steps: [NOT_FOUND],
    manner: 'plain',
  },
  {
    id: 'lacks_funds',
    when: { by: 'paise', paise: 99n },
    title: 'Insufficient funds',
    story: 'An amount that ends in 99 paise: pending, then failed for want of money (F.0114).',
    steps: [PENDING, { status: 'failed', code: 'F.0114', message: 'Insufficient funds' }],
    manner: 'plain',
  },
  {
    id: 'default',
    when: { by: 'otherwise' },
    title: 'Anything else',
    story: 'Pending in the answer, successful after the settling time (2 to 6 seconds).',
    steps: toSuccess,
    manner: 'plain',
  },
];

/** What the rules look at. */
export interface Marks {
  methodType: string;
  account: string;
  amountMinor: bigint;
}

/** Finds the outcome of a request: the first row that fits. */
export function outcomeFor(marks: Marks): Outcome {
  return OUTCOMES.find(({ when }) => fits(when, marks)) ?? outcomeById('default');
}

/** Finds a row by its id; a row that is gone since the payout was booked counts as one that stays as it is. */
export function outcomeById(id: string): Outcome {
  const outcome = OUTCOMES.find((one) => one.id === id) ?? OUTCOMES.find((one) => one.id === 'stays_pending');
  if (!outcome) throw new Error('the table of outcomes is empty');
  return outcome;
}

function fits(when: When, { methodType, account, amountMinor }: Marks): boolean {
  switch (when.by) {
    case 'method_type': {
      const isAbove = when.aboveMinor === undefined || amountMinor > when.aboveMinor;
      return methodType === when.type && isAbove && (when.belowMinor === undefined || amountMinor < when.belowMinor);
    }
    case 'account_ends':
      return account.endsWith(when.digits);
    case 'paise':
      return amountMinor % 100n === when.paise;
    case 'otherwise':
      return true;
  }
}
