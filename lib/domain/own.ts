/** How a payout comes to be looked after, or not any more. */
export type OwnStep = 'take' | 'hand_over' | 'let_go';

/** Says a change of who looks after a payout as its audit row keeps it; null for a row that is none. */
export function ownTitle(detail: Record<string, unknown> | null | undefined): string | null {
  if (detail?.own === 'let_go') return 'Nobody looks after it any more';
  const isOwned = detail?.own === 'take' || detail?.own === 'hand_over';
  return isOwned && typeof detail.owner === 'string' ? `${detail.owner} looks after it` : null;
}
