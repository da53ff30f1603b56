'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { type DoubtDecision, DOUBT_WORDS, type Proposal } from '#lib/domain/doubt.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { resolve } from '../actions.ts';

/** What is decided about, so that it can be read aloud. */
export interface Spoken {
  amount: string;
  inWords: string;
  payee: string;
}

interface DecideDoubtProps {
  payoutId: string;
  decision: DoubtDecision;
  step: 'propose' | 'replace' | 'confirm';
  /** The proposal that is on the screen. */
  proposal: Proposal | null;
  spoken: Spoken;
  onDecided: () => void;
}

/** A button and the question behind it: proposes one way out of a doubt, or confirms it as the second person. */
export function DecideDoubt(now: DecideDoubtProps) {
  // While the question is open it stays what it was: nobody confirms what stood there as a proposal a moment ago.
  const [asked, setAsked] = useState<DecideDoubtProps | null>(null);
  const props = asked ?? now;
  const { decision, step } = props;
  const form = useId();
  const { submit, isSending, problem, reasonBox, reset } = useDecision(props, () => setAsked(null));
  const words = wordsOf(props);

  const change = (isOpen: boolean) => {
    setAsked(isOpen ? now : null);
    reset();
  };

  return (
    <Dialog
      open={asked !== null}
      onOpenChange={change}
      trigger={<Button variant={now.step === 'confirm' ? 'primary' : 'secondary'}>{wordsOf(now).button}</Button>}
      title={words.title}
      description={`${props.spoken.inWords} to ${props.spoken.payee}.`}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" pending={isSending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <p>{words.follows}</p>
        {step === 'confirm' && props.proposal && (
          <blockquote className="break-words border-l-2 border-line-mid pl-3 text-fg-soft">
            {props.proposal.proposer}: “{props.proposal.reason}”
          </blockquote>
        )}
        <Field
          label={step === 'confirm' ? 'What did you check yourself?' : 'Why?'}
          hint={`What you looked at, and whom you asked. Kept in the history with your name. ${decision === 'resend' ? 'It has to be sure that the first one was not accepted.' : ''}`}
          error={problem?.fields?.reason?.[0]}
          required
        >
          <Textarea name="reason" maxLength={500} ref={reasonBox} autoFocus />
        </Field>
        {problem && !problem.fields?.reason && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

function useDecision({ payoutId, decision, proposal, onDecided }: DecideDoubtProps, close: () => void) {
  const router = useRouter();
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isSending, start] = useTransition();
  const reasonBox = useRef<HTMLTextAreaElement>(null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '');
    start(async () => {
      const result = await resolve({ id: payoutId, decision, reason, seen: proposal?.id ?? null });
      if (result.ok) {
        onDecided();
        close();
        return router.refresh();
      }
      setProblem(result.problem);
      if (result.problem.code === 'conflict') router.refresh();
      if (result.problem.fields?.reason) reasonBox.current?.focus();
    });
  };

  return { submit, isSending, problem, reasonBox, reset: () => setProblem(null) };
}

/** The question in words, by what is decided and as which of the two people. */
function wordsOf({ decision, step, proposal, spoken: { amount } }: DecideDoubtProps) {
  const act = DOUBT_WORDS[decision];
  const whole = decision === 'resend' ? `send ${amount} again` : `close ${amount} as not paid`;
  if (step === 'confirm') {
    const follows =
      decision === 'resend'
        ? 'It is queued at once and sent with the same RequestID. This cannot be undone.'
        : 'It becomes failed at once, and nothing more is sent for it. This cannot be undone.';
    return { button: `Confirm: ${act}`, title: `${capital(whole)}?`, submit: `Confirm: ${act}`, follows };
  }
  const instead = step === 'replace' && proposal ? ` This replaces what ${nameOf(proposal)} proposed.` : '';
  return {
    button: `Propose to ${act}${instead && ' instead'}`,
    title: `Propose to ${whole}?`,
    submit: 'Propose it',
    follows: `Nothing happens yet: somebody else has to confirm it.${instead}`,
  };
}

const nameOf = ({ isMine, proposer }: Proposal) => (isMine ? 'you' : proposer);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
