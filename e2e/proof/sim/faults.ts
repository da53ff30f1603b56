import type { Random } from './random.ts';

/** Every kind of fault and how often it strikes where it can, in a scenario that has it. */
const RATES = {
  // Processes: at any of their awaits.
  worker_killed: 0.02,
  worker_stopped: 0.02,
  web_killed: 0.03,
  web_stopped: 0.03,
  wall_clock_jump: 0.02,
  lifeline_lost: 0.01,
  // The database and the way to it.
  transaction_failed: 0.04,
  commit_answer_lost: 0.04,
  // The way to the gateway.
  connection_refused: 0.1,
  name_not_resolved: 0.1,
  slow_connect: 0.1,
  lost_before_gateway: 0.1,
  reset_before_gateway: 0.1,
  reset_after_gateway: 0.1,
  answer_lost: 0.1,
  answer_late: 0.1,
  slow_drip: 0.1,
  // What the gateway answers to a POST.
  refused_422: 0.15,
  unauthorised_401: 0.05,
  forbidden_403: 0.05,
  throttled_429: 0.15,
  retry_after_429: 0.15,
  unavailable_503: 0.1,
  accepted_then_503: 0.1,
  accepted_then_502_html: 0.1,
  accepted_then_500: 0.1,
  accepted_then_409: 0.1,
  accepted_then_empty_200: 0.1,
  accepted_then_truncated_200: 0.1,
  other_payment_200: 0.1,
  unknown_status_word: 0.1,
  // What it answers to a query.
  query_failed: 0.15,
  query_html: 0.1,
  query_throttled: 0.1,
  query_unauthorised: 0.02,
  query_lags: 0.3,
  query_stale: 0.3,
  foreign_row_of_our_id: 0.1,
  // What becomes of an accepted payment.
  final_at_once: 0.3,
  never_settles: 0.3,
  corrected_by_hand: 0.3,
  // Notifications.
  notice_lost: 0.4,
  notice_duplicated: 0.3,
  notice_late: 0.3,
  notice_days_late: 0.1,
  notice_before_answer: 0.5,
  notice_replayed: 0.2,
  notice_forged: 0.3,
  notice_of_unknown_uid: 0.2,
  // People.
  double_submit: 0.3,
  other_content: 0.1,
  cancel: 0.3,
  refresh: 0.5,
  freeze: 0.3,
  wrong_doubt_decision: 0.3,
} as const;

export type Fault = keyof typeof RATES;

export const FAULTS = Object.keys(RATES) as Fault[];

/** How a gateway is set up for a whole scenario; counted as faults where it is less than one would wish. */
export const SETTINGS = [
  'no_request_id_replay',
  'no_tracking_id_echo',
  'no_updated_at',
  'whole_seconds',
  'mixed_precision',
  'no_redelivery',
] as const;

export type Setting = (typeof SETTINGS)[number];

export interface Faults {
  /** Throws the dice for a fault; counts it when it strikes. Never strikes once faults have stopped. */
  strikes(fault: Fault): boolean;
  has(setting: Setting): boolean;
  stop(): void;
  counts: Map<Fault | Setting, number>;
}

/** Chooses the faults of a scenario: some of all kinds, rarely none, rarely one kind alone and often. */
export function createFaults(random: Random): Faults {
  const share = random.pick([0, 0.1, 0.3, 0.3, 0.6, 1]);
  const rates = new Map<Fault, number>();
  for (const fault of FAULTS)
    if (random.chance(share)) rates.set(fault, Math.min(0.6, RATES[fault] * random.pick([0.3, 1, 2])));
  if (random.chance(0.2)) rates.set(random.pick(FAULTS), 0.5);
  const counts = new Map<Fault | Setting, number>();
  const settings = new Set(SETTINGS.filter(() => random.chance(0.3)));
  for (const setting of settings) counts.set(setting, 1);
  let isOver = false;
  return {
    counts,
    has: (setting) => settings.has(setting),
    stop: () => (isOver = true),
    strikes(fault) {
      const rate = rates.get(fault);
      if (rate === undefined || isOver || !random.chance(rate)) return false;
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
      return true;
    },
  };
}
