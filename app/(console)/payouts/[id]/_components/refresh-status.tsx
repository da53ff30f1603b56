'use client';

import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { checkNow } from '../actions.ts';

/** After this time the page stops waiting; the worker does not. */
const WAIT_MS = 15_000;

/** Asks the gateway for the status now. `lastQuery` names the newest query known, so that its successor ends the wait. */
export function RefreshStatus({ payoutId, lastQuery }: { payoutId: string; lastQuery: string }) {
  const router = useRouter();
  const [isAsking, startAsking] = useTransition();
  const [waitsBeyond, setWaitsBeyond] = useState<string | null>(null);
  const [word, setWord] = useState('');
  const isWaiting = waitsBeyond === lastQuery;

  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => {
      setWaitsBeyond(null);
      setWord('No answer yet. It is asked again by itself.');
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);

  const ask = () =>
    startAsking(async () => {
      setWord('');
      const result = await checkNow({ ids: [payoutId] });
      if (!result.ok) return setWord(result.problem.message);
      if (result.value.asked === 0) return setWord('There is nothing to ask any more.');
      setWaitsBeyond(lastQuery);
      router.refresh();
    });

  const isAnswered = waitsBeyond !== null && !isWaiting;
  const said = isWaiting ? 'Asking the gateway …' : isAnswered ? 'Asked; the answer is below.' : word;
  return (
    <>
      <p role="status" className={said ? 'text-sm text-fg-soft' : 'sr-only'}>
        {said}
      </p>
      <Button icon={<RefreshCw aria-hidden />} pending={isAsking || isWaiting} onClick={ask}>
        Refresh status
      </Button>
    </>
  );
}
