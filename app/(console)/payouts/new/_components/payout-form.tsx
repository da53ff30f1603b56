'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { PayableConnection } from '#lib/connections/list-payable-connections.ts';
import type { Instruction } from '#lib/domain/instruction.ts';
import { ConnectionPicker } from './connection-picker.tsx';
import { messageOf } from './field-row.tsx';
import { FieldSections } from './field-sections.tsx';
import { focusField, FormErrors } from './form-errors.tsx';
import { OptionPicker } from './option-picker.tsx';
import { Review } from './review.tsx';
import { ProblemNotice, SentNotice, type ShownProblem } from './shown-problem.tsx';
import { Summary } from './summary.tsx';
import { typedFor } from './typed-values.ts';
import { useDraft, type DraftOptions } from './use-draft.ts';
import { useOutcomes } from './use-outcomes.ts';
import { inputNames, usePayoutForm } from './use-payout-form.ts';
import { useReviewStep } from './use-review-step.ts';
import { useSubmission, type Reviewed } from './use-submission.ts';

interface PayoutFormProps extends DraftOptions {
  connections: PayableConnection[];
}

/** The form, and in its place the review: one page, so that what is only in memory outlives the way there and back. */
export function PayoutForm({ connections, ...draftOptions }: PayoutFormProps) {
  const state = usePayoutForm(connections, draftOptions.asked.option);
  const { form, target, connection, siblings } = state;
  const draft = useDraft(state, draftOptions);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  const [reviewed, setReviewed] = useState<Reviewed | null>(null);
  const focusNext = useRef<string | null>(null);
  const step = useReviewStep(() => setReviewed(null));
  const outcomes = useOutcomes({ state, draft, setProblem, focusNext, step });
  const { busy, review, pay } = useSubmission(outcomes, setReviewed);

  // The form can take the focus only once it is shown again.
  useEffect(() => {
    if (reviewed || focusNext.current === null) return;
    focusField(focusNext.current);
    focusNext.current = null;
  });

  function onValid(instruction: Instruction) {
    setProblem(null);
    const typed = typedFor(target, form.getValues());
    return review({ id: draft.id, connectionId: connection.id, typed, instruction });
  }

  function onInvalid(errors: object) {
    const first = inputNames(target).find((name) => messageOf(errors, name));
    if (first) focusField(first);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy === null) void form.handleSubmit(onValid, onInvalid)(event);
  }

  function startAnew() {
    setProblem(null);
    draft.startAnew();
    if (reviewed) step.leave();
  }

  const notice = problem && <ProblemNotice problem={problem} onStartAnew={startAnew} />;
  return (
    <>
      {reviewed && (
        <div className="flex max-w-[640px] flex-col gap-5">
          {notice}
          <Review
            key={reviewed.id}
            reviewed={reviewed}
            option={target.option}
            connection={connection}
            busy={busy}
            onPay={(acknowledged) => void pay(reviewed, acknowledged)}
            onBack={step.leave}
            onTake={(path, better) => {
              form.setValue(path, better, { shouldDirty: true });
              focusNext.current = path;
              step.leave();
            }}
          />
        </div>
      )}
      {/* Posts, if it ever went without our script: an account number has no place in an address. */}
      <form
        method="post"
        noValidate
        onSubmit={submit}
        hidden={reviewed !== null}
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,640px)_minmax(240px,320px)] lg:gap-10"
      >
        <div className="flex min-w-0 flex-col gap-6">
          {notice}
          {draft.isSent && !problem && <SentNotice id={draft.id} onStartAnew={startAnew} />}
          <FormErrors form={form} target={target} />
          <OptionPicker
            value={target.code}
            payable={new Set(connections.map(({ option }) => option))}
            onChoose={state.chooseOption}
          />
          <ConnectionPicker connection={connection} siblings={siblings} onChoose={state.chooseConnection} />
          <FieldSections form={form} target={target} />
        </div>
        <Summary form={form} target={target} connection={connection} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" pending={busy !== null} disabled={!draft.isReady}>
            Review payout
          </Button>
          <p className="text-sm text-fg-faint">Nothing is sent yet.</p>
        </div>
      </form>
    </>
  );
}
