'use client';

import { ArrowUp } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

/** Says how many came since the list was read; only pressing it puts them in. */
export function NewsButton({ count, isMore, onShow }: { count: number; isMore: boolean; onShow: () => void }) {
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-10 z-30 flex justify-center max-md:fixed max-md:top-14"
    >
      {count > 0 && (
        <Button
          dense
          icon={<ArrowUp aria-hidden />}
          onClick={onShow}
          className="pointer-events-auto animate-float-in rounded-full! border-accent-ink! px-3! text-accent-ink! shadow-float"
        >
          {isMore ? 'More than ' : ''}
          {count.toLocaleString('en-IN')} new
        </Button>
      )}
    </div>
  );
}
