/** Every state a payout can be in; it is always in exactly one. */
export const STATES = [
  'created',
  'awaiting_approval',
  'queued',
  'sending',
  'pending',
  'successful',
  'failed',
  'expired',
  'in_doubt',
  'cancelled',
] as const;

export type State = (typeof STATES)[number];

/**
 * Legal moves. A database trigger holds the same table (migration `payout_move`), so that no code path can leave it.
 * `sending` lasts from the claim until the gateway's answer is known, settling included.
 * A final status may only be left by a correction the gateway signed and confirmed.
 */
export const MOVES: Record<State, readonly State[]> = {
  created: ['awaiting_approval', 'queued', 'cancelled'],
  awaiting_approval: ['created', 'queued', 'cancelled'],
  // `pending` and finals from `queued`: a signed notification proves that what looked unsent was accepted.
  queued: ['awaiting_approval', 'sending', 'pending', 'cancelled'],
  // `awaiting_approval`: found without its approvals before the first byte left.
  sending: ['queued', 'awaiting_approval', 'pending', 'successful', 'failed', 'expired', 'in_doubt'],
  pending: ['successful', 'failed', 'expired'],
  in_doubt: ['pending', 'successful', 'failed', 'expired', 'queued'],
  successful: ['failed', 'expired'],
  failed: ['successful', 'expired'],
  expired: ['successful', 'failed'],
  cancelled: [],
};

export const FINAL_STATES = ['successful', 'failed', 'expired', 'cancelled'] as const satisfies State[];

export type FinalState = (typeof FINAL_STATES)[number];

/** States that wait for something: their age is of interest. */
export const WAITING_STATES = [
  'created',
  'awaiting_approval',
  'queued',
  'sending',
  'pending',
  'in_doubt',
] as const satisfies State[];

export const isFinal = (state: State): boolean => (FINAL_STATES as readonly State[]).includes(state);

export const mayMove = (from: State, to: State): boolean => MOVES[from].includes(to);

/** What a state means, for people: one word for the badge, one sentence for what follows. */
export const STATE_WORDS: Record<State, { label: string; meaning: string }> = {
  created: { label: 'Created', meaning: 'Kept, not yet on its way.' },
  awaiting_approval: { label: 'Awaiting approval', meaning: 'Somebody else must approve it before it is sent.' },
  queued: { label: 'Queued', meaning: 'Waits for its turn to be sent. It can still be cancelled.' },
  sending: { label: 'Sending', meaning: 'On its way to the gateway; its answer is not known yet.' },
  pending: { label: 'Pending', meaning: 'The gateway has accepted it and works on it.' },
  successful: { label: 'Successful', meaning: 'The gateway says it was paid.' },
  failed: { label: 'Failed', meaning: 'The gateway says it was not paid.' },
  expired: { label: 'Expired', meaning: 'The gateway closed it unpaid because its time ran out.' },
  in_doubt: {
    label: 'In doubt',
    meaning: 'It may or may not have been accepted. People must look before anything is sent again.',
  },
  cancelled: { label: 'Cancelled', meaning: 'Stopped before anything was sent.' },
};
