import type { ConnectionMode } from '#lib/domain/new-connection.ts';

export const MODE_WORDS: Record<ConnectionMode, { label: string; hint: string }> = {
  test: { label: 'Test payouts', hint: 'Every payout is sent as a test; no money moves.' },
  live: { label: 'Live payouts', hint: 'Every payout moves money.' },
  either: { label: 'Test or live', hint: 'The maker chooses with each payout.' },
};
