'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Progress } from '#components/ui/progress.tsx';
import { Time } from '#components/ui/time.tsx';
import { describeSpan } from '#lib/domain/ageing.ts';
import type { Refresh } from '#lib/payouts/read-refreshes.ts';

/** Turns are given out once a second: what is told in between is told soon enough by this. */
const LOOK_MS = 2_000;

/** Refreshes of many payouts: how far each is. They go on whoever looks. */
export function Refreshes({ refreshes }: { refreshes: Refresh[] }) {
  const router = useRouter();
  const isOpen = refreshes.some((one) => one.isOpen);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => router.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isOpen, router]);
  if (refreshes.length === 0) return null;
  const open = refreshes.filter((one) => one.isOpen);
  const [newest] = refreshes;
  return (
    <div role="group" aria-label="Status refreshes" className="mb-2 grid gap-2">
      {open.map((one) => (
        <Progress
          key={one.id}
          label={`${one.words}: answered`}
          value={one.done}
          max={one.total}
          detail={<Detail refresh={one} />}
        />
      ))}
      {open.length === 0 && newest && <Ended refresh={newest} />}
    </div>
  );
}

const figure = (value: number) => value.toLocaleString('en-IN');

function Detail({ refresh }: { refresh: Refresh }) {
  const { words, by, total, asked, answered, left, idle, held, perSecond, secondsToGo } = refresh;
  return (
    <>
      {words}, by {by}: {figure(asked)} of {figure(total)} asked, {figure(answered)} answered, {figure(left)} left
      {idle > 0 && `, ${figure(idle)} with nothing to ask`}
      {perSecond !== null && ` · ${perSecond.toFixed(1)} a second`}
      {secondsToGo !== null && ` · about ${describeSpan(secondsToGo * 1_000)} to go`}
      {held > 0 && ` · ${figure(held)} wait behind a paused connection`}. It goes on when this page is left.
    </>
  );
}

function Ended({ refresh: { words, by, askedAt, total, answered, asked, idle } }: { refresh: Refresh }) {
  const unanswered = asked - answered;
  return (
    <p className="text-sm text-fg-soft">
      Last refresh, <Time value={askedAt} precision="minute" relative /> by {by} ({words}): {figure(total)} chosen,{' '}
      {figure(answered)} answered{unanswered > 0 && `, ${figure(unanswered)} without an answer`}
      {idle > 0 && `, ${figure(idle)} with nothing to ask`}.
    </p>
  );
}
