'use client';

import { useEffect, useEffectEvent } from 'react';

const STEP = 'paydeskStep';

/**
 * Gives the review an entry of its own in the browser's history, under the same address: Back returns to the form
 * with all it holds, the account number in memory included.
 */
export function useReviewStep(onBack: () => void): { enter(): void; leave(): void } {
  const back = useEffectEvent(onBack);
  useEffect(() => {
    const follow = () => back();
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  return {
    enter: () => window.history.pushState({ ...window.history.state, [STEP]: 'review' }, ''),
    leave: () => (window.history.state?.[STEP] === 'review' ? window.history.back() : onBack()),
  };
}
