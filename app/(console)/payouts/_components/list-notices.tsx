'use client';

import { useRouter } from 'next/navigation';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { AskFailed } from './ask.ts';

/** Names what an address asked for and nobody understands. */
export function Dropped({ dropped, search }: { dropped: string[]; search: string }) {
  const router = useRouter();
  if (dropped.length === 0) return null;
  const tidy = () => router.replace(search ? `/payouts?${search}` : '/payouts');
  return (
    <Notice
      tone="warning"
      title="Part of this address was not understood and left out of the filter"
      className="mb-3"
      action={
        <Button dense onClick={tidy}>
          All right
        </Button>
      }
    >
      <span className="font-mono text-sm">{dropped.join(', ')}</span>
    </Notice>
  );
}

/** The list could not be read, or not read on. */
export function Failure({ error, hasRows, onRetry }: { error: Error; hasRows: boolean; onRetry: () => void }) {
  const id = error instanceof AskFailed ? error.id : undefined;
  const message = error instanceof AskFailed ? error.message : 'Something broke in this page.';
  const retry = (
    <Button dense onClick={onRetry}>
      Try again
    </Button>
  );
  if (!hasRows) {
    return (
      <ErrorState title="The payouts could not be read" id={id} action={retry}>
        {message}
      </ErrorState>
    );
  }
  return (
    <Notice tone="danger" title="These rows may be out of date" className="mb-3" action={retry} announce>
      {message} {id && <span className="font-mono text-xs">{id}</span>}
    </Notice>
  );
}
