'use client';

import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemCode, ProblemView } from '#lib/domain/problem.ts';

/** What stands above the form or the review when a step did not go through. */
export interface ShownProblem {
  title: string;
  message: string;
  /** The payout it speaks of. */
  payoutId?: string;
  /** The session has ended; in another tab it can be renewed without losing what is in memory. */
  asksToSignIn?: boolean;
  /** The form's own payout exists with other values. */
  mayStartAnew?: boolean;
}

const TITLES: Partial<Record<ProblemCode, string>> = {
  invalid: 'Some values need another look',
  advised: 'Something new came up',
  conflict: 'This form was already sent',
  duplicate: 'This tracking id is taken',
  forbidden: 'Your role may not do this',
  unavailable: 'It is not known whether this went through',
};

const SIGN_IN = 'Sign in again in another tab, then come back and press the button once more. Everything stays here.';

/** Puts a Problem into words; `message` stands instead of its own. */
export function explainProblem(problem: ProblemView, message = problem.message): ShownProblem {
  if (problem.code === 'unauthenticated')
    return { title: 'Your session has ended', message: SIGN_IN, asksToSignIn: true };
  const { payoutId } = (problem.detail ?? {}) as { payoutId?: string };
  const title = TITLES[problem.code] ?? 'This did not go through';
  return { title, message, payoutId, mayStartAnew: problem.code === 'conflict' };
}

export function ProblemNotice({ problem, onStartAnew }: { problem: ShownProblem; onStartAnew: () => void }) {
  const { title, message, payoutId, asksToSignIn, mayStartAnew } = problem;
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed may stand a page below.
  useEffect(() => place.current?.focus(), [problem]);
  return (
    <div ref={place} tabIndex={-1} className="scroll-mt-6 rounded outline-none">
      <Notice tone="danger" title={title} announce>
        <p>{message}</p>
        {(payoutId || asksToSignIn || mayStartAnew) && (
          <p className="mt-2 flex flex-wrap gap-2">
            {payoutId && (
              <ButtonLink dense href={`/payouts/${payoutId}`} target="_blank">
                See that payout<span className="sr-only"> (opens in a new tab)</span>
              </ButtonLink>
            )}
            {mayStartAnew && (
              <Button dense onClick={onStartAnew}>
                Make a new payout of these values
              </Button>
            )}
            {asksToSignIn && (
              <ButtonLink dense href="/sign-in" target="_blank">
                Sign in<span className="sr-only"> (opens in a new tab)</span>
              </ButtonLink>
            )}
          </p>
        )}
      </Notice>
    </div>
  );
}

/** The page was come back to after its payout was made. */
export function SentNotice({ id, onStartAnew }: { id: string; onStartAnew: () => void }) {
  return (
    <Notice tone="info" title="This form has made its payout">
      <p>Sent once more with the same values, it only leads there. The account number was not kept.</p>
      <p className="mt-2 flex flex-wrap gap-2">
        <ButtonLink dense href={`/payouts/${id}`}>
          See that payout
        </ButtonLink>
        <Button dense onClick={onStartAnew}>
          Make a new payout of these values
        </Button>
      </p>
    </Notice>
  );
}
