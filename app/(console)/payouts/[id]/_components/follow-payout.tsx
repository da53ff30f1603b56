'use client';

import { LiveMark } from '#components/payout/live-mark.tsx';
import { useLiveRefresh } from '#components/payout/use-live.ts';

/** Keeps the page of one payout fresh and says so. */
export function FollowPayout({ payoutId }: { payoutId: string }) {
  return <LiveMark state={useLiveRefresh(payoutId)} />;
}
