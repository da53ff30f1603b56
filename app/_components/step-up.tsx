'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';
import { ProveFactor, type Factors } from './prove-factor.tsx';

type Result<Value> = { ok: true; value: Value } | { ok: false; problem: ProblemView };

/** Runs an action; where it asks for a second factor, asks the person and runs it once more. */
export type StepUpRun = <Value>(call: () => Promise<Result<Value>>) => Promise<Result<Value>>;

/**
 * Gives `run` for actions that may answer `step_up_needed`, and the dialog to render beside them. The dialog asks for a
 * passkey or a code; closed without one, the action's refusal stands.
 */
export function useStepUp(): { run: StepUpRun; dialog: ReactNode } {
  const [asked, setAsked] = useState<{ factors: Factors; settle: (isProven: boolean) => void } | null>(null);
  const run: StepUpRun = useCallback(async (call) => {
    const first = await call();
    if (first.ok || first.problem.code !== 'step_up_needed') return first;
    const { factors } = first.problem.detail as { factors: Factors };
    const isProven = await new Promise<boolean>((settle) => setAsked({ factors, settle }));
    setAsked(null);
    return isProven ? call() : first;
  }, []);
  const dialog = asked && (
    <StepUpDialog factors={asked.factors} onProven={() => asked.settle(true)} onClose={() => asked.settle(false)} />
  );
  return { run, dialog };
}

interface StepUpDialogProps {
  factors: Factors;
  onProven: () => void;
  onClose: () => void;
}

/** Asks once more who is there. */
export function StepUpDialog({ factors, onProven, onClose }: StepUpDialogProps) {
  const hasAny = factors.totp || factors.passkeys > 0;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={hasAny ? 'Confirm that it is you' : 'This takes a second factor'}
      description={
        hasAny
          ? 'What you are about to do takes a passkey or a code given within the last 5 minutes.'
          : 'Add a passkey or an authenticator app to your account first.'
      }
    >
      {hasAny ? (
        <ProveFactor factors={factors} onProven={onProven} />
      ) : (
        <ButtonLink href="/settings/account" variant="primary">
          Go to your account
        </ButtonLink>
      )}
    </Dialog>
  );
}
