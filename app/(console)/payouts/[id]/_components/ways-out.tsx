'use client';

import { useEffect, useRef } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import { type Doubt, type DoubtDecision, DOUBT_WORDS, doubtStep, type Proposal } from '#lib/domain/doubt.ts';
import { DecideDoubt, type Spoken } from './decide-doubt.tsx';

interface WaysOutProps {
  payoutId: string;
  requestId: string;
  spoken: Spoken;
  doubt: Doubt;
  mayDecide: boolean;
}

/** How people end a doubt: what was proposed, the two ways with what follows from each, and what this person may do. */
export function WaysOut(props: WaysOutProps) {
  const { proposal } = props.doubt;
  const heading = useRef<HTMLHeadingElement>(null);
  const hasDecided = useRef(false);

  // The button that was pressed may be gone by what it did: the focus goes on here, not to the top of the page.
  useEffect(() => {
    if (!hasDecided.current) return;
    hasDecided.current = false;
    if (document.activeElement === document.body) heading.current?.focus();
  }, [proposal?.id]);

  // Decided by the second person, the doubt is over and this block is gone.
  useEffect(
    () => () => {
      if (hasDecided.current) document.getElementById('main')?.focus({ preventScroll: true });
    },
    [],
  );

  const onDecided = () => {
    hasDecided.current = true;
  };

  return (
    <section aria-labelledby="ways-out" className="grid gap-4 border-b border-line pb-6">
      <div>
        <h2 id="ways-out" ref={heading} tabIndex={-1} className="text-lg font-semibold">
          How the doubt ends
        </h2>
        <p className="max-w-prose text-base text-fg-soft">
          A query that finds it ends it. Otherwise two people do, makers or checkers: one proposes and says why, another
          confirms. Until then nothing is sent and nothing is closed.
        </p>
      </div>
      <div aria-live="polite" className="empty:hidden">
        {proposal && <Proposed proposal={proposal} {...props} />}
      </div>
      <div className="grid gap-x-12 gap-y-6 md:grid-cols-2">
        <Way decision="resend" title="It was never accepted: send it again" onDecided={onDecided} {...props}>
          <SendAgain {...props} />
        </Way>
        <Way decision="close" title="Close it as not paid" onDecided={onDecided} {...props}>
          <li>It is shown as failed, and nothing more is sent for it.</li>
          <li>If it is still owed, make a new payout. If this one was paid after all, that pays twice.</li>
          <li>
            If the gateway later signs that it was paid, and a query agrees, it is corrected here and an alert is
            raised.
          </li>
        </Way>
      </div>
    </section>
  );
}

function Proposed({ proposal, doubt, mayDecide }: WaysOutProps & { proposal: Proposal }) {
  const { decision, reason, proposer, proposedAt, isMine } = proposal;
  const step = doubtStep(doubt, decision, mayDecide);
  const follows = {
    propose: '',
    replace: '',
    confirm: 'Check it yourself, then confirm it below, or propose the other way.',
    waits: 'Somebody else has to confirm it, a maker or a checker. You cannot.',
    read: `A maker or a checker other than ${proposer} has to confirm it.`,
    blocked: 'It cannot be confirmed any more: the time to send it again is over.',
  }[step];
  return (
    <Notice
      tone={step === 'confirm' ? 'warning' : 'muted'}
      title={`${isMine ? 'You propose' : `${proposer} proposes`} to ${DOUBT_WORDS[decision]}`}
    >
      <blockquote className="break-words text-fg">“{reason}”</blockquote>
      <p className="text-sm">
        <Time value={proposedAt} relative />. {follows}
      </p>
    </Notice>
  );
}

function Way({
  decision,
  title,
  children,
  payoutId,
  spoken,
  doubt,
  mayDecide,
  onDecided,
}: WaysOutProps & { decision: DoubtDecision; title: string; onDecided: () => void; children: React.ReactNode }) {
  const step = doubtStep(doubt, decision, mayDecide);
  return (
    <section className="grid gap-2 md:grid-rows-[auto_1fr_auto]">
      <h3 className="text-base font-medium">{title}</h3>
      <ul className="grid max-w-prose list-disc gap-1 pl-4 text-sm text-fg-soft">{children}</ul>
      {(step === 'propose' || step === 'replace' || step === 'confirm') && (
        <div className="pt-1">
          <DecideDoubt
            payoutId={payoutId}
            decision={decision}
            step={step}
            proposal={doubt.proposal}
            spoken={spoken}
            onDecided={onDecided}
          />
        </div>
      )}
      {step === 'waits' && <p className="pt-1 text-sm font-medium">Proposed by you. Waits for somebody else.</p>}
    </section>
  );
}

function SendAgain({ requestId, doubt: { resendUntil, isResendable } }: WaysOutProps) {
  return (
    <>
      <li>
        The same payout goes out once more with the same RequestID{' '}
        <span className="break-all font-mono text-xs">{requestId}</span>. If the gateway has the first one after all, it
        takes both for one, by its documentation.
      </li>
      <li>
        {resendUntil === null && 'Not possible: it is not known that anything left.'}
        {resendUntil && isResendable && (
          <>
            Possible until <Time value={resendUntil} precision="minute" relative />, 23 h after it was first sent; then
            blocked, as the gateway may have forgotten the RequestID.
          </>
        )}
        {resendUntil && !isResendable && (
          <>
            Blocked since <Time value={resendUntil} precision="minute" relative />, 23 h after it was first sent: the
            gateway may have forgotten the RequestID and would take it for a new payment. Ask the provider what became
            of the first one.
          </>
        )}
      </li>
    </>
  );
}
