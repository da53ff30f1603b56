'use client';

import type { RefObject } from 'react';
import { toast } from '#components/ui/toast.ts';
import { kindOf } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import type { FieldErrors, ProblemView } from '#lib/domain/problem.ts';
import { refusedFields } from '#lib/domain/refused-fields.ts';
import { lookUp } from '#lib/domain/request.ts';
import { explainProblem, type ShownProblem } from './shown-problem.tsx';
import type { DraftKeeper } from './use-draft.ts';
import { inputNames, type PayoutFormState } from './use-payout-form.ts';
import type { Outcomes, Refusal } from './use-submission.ts';

interface Places {
  state: PayoutFormState;
  draft: DraftKeeper;
  setProblem: (problem: ShownProblem | null) => void;
  /** Name of the field that takes the focus when the form is shown again. */
  focusNext: RefObject<string | null>;
  step: { enter(): void; leave(): void };
}

/** Says what each outcome of a step does to the page: what is marked, what is shown, where the focus goes. */
export function useOutcomes({ state, draft, setProblem, focusNext, step }: Places): Outcomes {
  const { form, target } = state;

  function mark(fields: FieldErrors) {
    for (const [name, messages] of Object.entries(fields)) {
      form.setError(name, { type: 'server', message: messages.join(' ') });
    }
    focusNext.current = inputNames(target).find((name) => fields[name]) ?? null;
  }

  function showProblem(problem: ProblemView, at: 'form' | 'review') {
    const { fields, rest } = fieldsOfProblem(inputNames(target), problem);
    mark(fields);
    const isMarked = Object.keys(fields).length > 0;
    // Marked fields speak for themselves; a notice is for what no field can say.
    setProblem(
      isMarked && rest.length === 0 ? null : explainProblem(problem, rest.length > 0 ? rest.join(' ') : undefined),
    );
    if (isMarked && at === 'review') step.leave();
  }

  function showRefusal(id: string, refusal: Refusal) {
    const { fields, rest } = refusedFields(target.option, refusal.fields);
    const marked = spentTrackingId();
    for (const [path, messages] of Object.entries(fields)) marked[path] = [gatewaySays(labelOf(path), messages)];
    mark(marked);
    draft.startAnew();
    setProblem({
      title: 'The gateway refused this payout: nothing was paid',
      message: `It says “${[refusal.message, ...rest].join('; ')}”. Correct what is marked and send again: that makes a new payout.`,
      payoutId: id,
    });
    step.leave();
  }

  /** A tracking id serves once, also where its payout was refused. */
  function spentTrackingId(): FieldErrors {
    const field = fieldsOf(target.option).find(({ kind }) => kind === 'trackingId');
    if (!field || !lookUp(form.getValues(), field.path)) return {};
    return { [field.path]: ['The refused payout has this tracking id. Use another one, or leave it empty.'] };
  }

  const labelOf = (path: string) => {
    const field = fieldsOf(target.option).find((one) => one.path === path);
    return field ? kindOf(field).label : path;
  };

  return {
    onReview: () => {
      setProblem(null);
      step.enter();
    },
    onProblem: showProblem,
    onSent: (created) => {
      draft.markSent();
      if (!created) toast.info('This form was already sent', { description: 'This is the payout it made.' });
    },
    onRefused: showRefusal,
  };
}

const gatewaySays = (label: string, messages: string[]) => `${label}: the gateway says “${messages.join(', ')}”.`;

/** Splits a Problem's fields into those with an input on the page and sentences about everything else. */
function fieldsOfProblem(names: string[], problem: ProblemView): { fields: FieldErrors; rest: string[] } {
  const fields: FieldErrors = {};
  const rest: string[] = [];
  for (const [path, messages] of Object.entries(problem.fields ?? {})) {
    const name = path.replace(/^instruction\./, '');
    if (names.includes(name)) fields[name] = messages;
    else rest.push(...messages);
  }
  return { fields, rest };
}
