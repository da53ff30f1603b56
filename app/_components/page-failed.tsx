'use client';

import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';

export type Failure = { error: Error & { digest?: string }; reset: () => void };

/** A page that broke while it was put together; the id is the one in the server's log. */
export function PageFailed({ error, reset }: Failure) {
  return (
    <div>
      <h1 className="sr-only">Failed</h1>
      <ErrorState
        title="This page could not be shown"
        id={error.digest}
        action={<Button onClick={reset}>Try again</Button>}
      >
        Nothing was changed by opening it. Try again; if it stays so, give the error id to whoever runs this console.
      </ErrorState>
    </div>
  );
}
