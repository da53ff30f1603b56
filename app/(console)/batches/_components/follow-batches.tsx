'use client';

import { LiveMark } from '#components/payout/live-mark.tsx';
import { useLiveRefresh } from '#components/payout/use-live.ts';

/** Keeps the page fresh and says so. */
export function FollowBatches() {
  return <LiveMark state={useLiveRefresh()} />;
}
