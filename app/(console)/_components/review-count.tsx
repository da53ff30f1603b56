'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveQueries } from '#components/payout/use-live.ts';
import { Count } from '#components/ui/count.tsx';
import type { ReviewCounts } from '#lib/payouts/review-counts.ts';
import { ask } from '../payouts/_components/ask.ts';

const KEY = ['review-count'];
/** A figure at the edge of the eye: it need not keep up with every payout of a busy minute. */
const GAP_MS = 2_000;

/** How much waits for people, kept fresh on every page. */
export function ReviewCount({ initial }: { initial: ReviewCounts }) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask<ReviewCounts>('/api/review/count', signal),
    initialData: initial,
    staleTime: Infinity,
  });
  // A page that is read again brings a newer figure along.
  useEffect(() => void queries.setQueryData(KEY, initial), [queries, initial]);
  useLiveQueries(KEY, GAP_MS);
  if (data.all === 0) return null;
  return (
    <span>
      <Count value={data.all} />
      <span className="sr-only"> waiting</span>
    </span>
  );
}
