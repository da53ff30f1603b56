'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { Instruction } from '#lib/domain/instruction.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { advisoryKey } from '#lib/domain/advisory.ts';
import type { PayoutPreview, ShownAdvisory } from '#lib/payouts/preview-payout.ts';
import type { NewPayout } from '#lib/payouts/new-payout.ts';
import type { FirstAnswer } from '#lib/payouts/await-answer.ts';
import type { TypedValues } from '#lib/domain/sample.ts';
import { awaitFirstAnswer, create, preview } from '../actions.ts';

/** What a person looks at before paying: exactly this is sent. */
export interface Reviewed {
  id: string;
  connectionId: string;
  typed: TypedValues;
  instruction: Instruction;
  preview: PayoutPreview;
}

export type Busy = 'checking' | 'sending' | 'waiting' | 'leaving' | null;

export type Refusal = NonNullable<FirstAnswer['refusal']>;

export interface Outcomes {
  onReview(): void;
  onProblem(problem: ProblemView, at: 'form' | 'review'): void;
  /** The payout exists; `created` is false where it did before. */
  onSent(created: boolean): void;
  onRefused(id: string, refusal: Refusal): void;
}

const UNANSWERED: ProblemView = {
  code: 'unavailable',
  message: 'No answer arrived. Nothing you typed is lost: press the button again, the same form makes only one payout.',
};

/** Takes a filled form over the review to its payout: one step at a time, and none of them twice. */
export function useSubmission(
  { onReview, onProblem, onSent, onRefused }: Outcomes,
  setReviewed: (reviewed: Reviewed) => void,
) {
  const router = useRouter();
  const [busy, setBusy] = useState<Busy>(null);
  const isRunning = useRef(false);

  /** Runs one step unless another is running; a second press does nothing. */
  async function once(first: Busy, run: () => Promise<void>) {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(first);
    try {
      await run();
    } finally {
      isRunning.current = false;
      setBusy((now) => (now === 'leaving' ? now : null));
    }
  }

  const review = (asked: Omit<Reviewed, 'preview'>) =>
    once('checking', async () => {
      const answer = await preview(wire(asked, [])).catch(() => null);
      if (!answer?.ok) return onProblem(answer?.problem ?? UNANSWERED, 'form');
      setReviewed({ ...asked, preview: answer.value });
      onReview();
    });

  const pay = (asked: Reviewed, acknowledged: string[]) =>
    once('sending', async () => {
      const answer = await create(wire(asked, acknowledged)).catch(() => null);
      if (!answer?.ok) {
        const problem = answer?.problem ?? UNANSWERED;
        if (problem.code === 'advised') setReviewed(withAdvisories(asked, problem.detail as ShownAdvisory[]));
        return onProblem(problem, 'review');
      }
      onSent(answer.value.created);
      // What waits for approval is not sent, so nobody waits for the gateway.
      if (answer.value.created && asked.preview.checkers === 0) {
        setBusy('waiting');
        const first = await awaitFirstAnswer({ id: asked.id }).catch(() => null);
        const refusal = first?.ok && first.value.state === 'failed' ? first.value.refusal : null;
        if (refusal && Object.keys(refusal.fields).length > 0) return onRefused(asked.id, refusal);
      }
      setBusy('leaving');
      router.replace(`/payouts/${answer.value.id}`);
    });

  return { busy, review, pay };
}

/** The typed values are parsed again on the server, so they travel as they are. */
function wire({ id, connectionId, typed }: Omit<Reviewed, 'preview'>, acknowledged: string[]) {
  const instruction = typed as Parameters<typeof create>[0]['instruction'];
  return { id, connectionId, instruction, acknowledged } satisfies Partial<Record<keyof NewPayout, unknown>>;
}

/** Adds what came up since the review was shown. */
function withAdvisories(reviewed: Reviewed, open: ShownAdvisory[]): Reviewed {
  const known = reviewed.preview.advisories;
  const added = open.filter((one) => !known.some((other) => advisoryKey(other) === advisoryKey(one)));
  return { ...reviewed, preview: { ...reviewed.preview, advisories: [...known, ...added] } };
}
