'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';

/** Reads on as soon as the end of the list comes near, or when it is pressed. */
export function MoreRows({ isReading, onMore }: { isReading: boolean; onMore: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const readOn = useEffectEvent(() => {
    if (!isReading) onMore();
  });
  useEffect(() => {
    if (!mark.current) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && readOn(), { rootMargin: '400px' });
    watcher.observe(mark.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={mark} className="sticky left-0 flex justify-center py-3">
      <Button dense pending={isReading} onClick={onMore}>
        Show more
      </Button>
    </div>
  );
}
