'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useTransition } from 'react';
import { LiveMark } from '#components/payout/live-mark.tsx';
import { useLive } from '#components/payout/use-live.ts';

/** A running batch changes a row every moment: the page is read again this often at most, and once at a time. */
const GAP_MS = 1_500;

/** Keeps the page fresh and says so. */
export function FollowBatches() {
  const router = useRouter();
  const [isReading, start] = useTransition();
  const hasNews = useRef(false);
  const state = useLive(() => void (hasNews.current = true));
  const look = useEffectEvent(() => {
    // One begun before the last has ended would end it without a result.
    if (!hasNews.current || isReading) return;
    hasNews.current = false;
    start(() => router.refresh());
  });
  useEffect(() => {
    const timer = setInterval(() => look(), GAP_MS);
    return () => clearInterval(timer);
  }, []);
  return <LiveMark state={state} />;
}
