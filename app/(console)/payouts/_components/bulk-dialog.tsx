'use client';

import { useState, useTransition } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { LONGEST_NOTE } from '#lib/domain/note.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import type { SelectionInput } from '#lib/payouts/selection-input.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';
import { askStatus, cancelSelection, noteSelection } from '../actions.ts';

type Done = { ok: true; words: string[] } | { ok: false; problem: ProblemView };

interface Bulk {
  title: string;
  meaning: string;
  confirm: string;
  isGrave?: boolean;
  /** Asks for words, under this label. */
  asks?: string;
  run: (input: SelectionInput, text: string) => Promise<Done>;
}

const BULK = {
  refresh: {
    title: 'Refresh status',
    meaning:
      'The gateway is asked about each that was sent, one after the other at its own pace. What changes appears in the list.',
    confirm: 'Ask the gateway',
    async run(input) {
      const result = await askStatus(input);
      if (!result.ok) return result;
      const { asked, idle, rest } = result.value;
      return {
        ok: true,
        words: [
          asked === 0 ? 'Nothing to ask about.' : `Asking the gateway about ${figure(asked)}.`,
          idle > 0 && `${figure(idle)} ${idle === 1 ? 'has' : 'have'} nothing to ask about.`,
          rest > 0 && `${figure(rest)} are beyond what is asked at once: do it again for them.`,
        ].filter((word) => word !== false),
      };
    },
  },
  cancel: {
    title: 'Cancel what is unsent',
    meaning:
      'Those that still wait here are cancelled for good and never sent. What the gateway already has goes on as it is.',
    confirm: 'Cancel them',
    isGrave: true,
    async run(input) {
      const result = await cancelSelection(input);
      if (!result.ok) return result;
      const { cancelled, tooLate, rest } = result.value;
      return {
        ok: true,
        words: [
          cancelled === 0 ? 'None could be cancelled.' : `${figure(cancelled)} cancelled.`,
          tooLate > 0 && `${figure(tooLate)} ${tooLate === 1 ? 'was' : 'were'} no longer waiting and went on.`,
          rest > 0 && `${figure(rest)} still wait: do it again for them.`,
        ].filter((word) => word !== false),
      };
    },
  },
  note: {
    title: 'Add a note',
    meaning: 'It stands in the timeline of each for good: nobody changes or removes it.',
    confirm: 'Add the note',
    asks: 'Note',
    async run(input, text) {
      const result = await noteSelection({ ...input, text });
      if (!result.ok) return result;
      const { noted } = result.value;
      return { ok: true, words: [`${figure(noted)} ${noted === 1 ? 'has' : 'have'} the note.`] };
    },
  },
} satisfies Record<string, Bulk>;

export type BulkName = keyof typeof BULK;

const figure = (count: number): string => count.toLocaleString('en-IN');

/** Says what is about to be done with how many, does it once, and says how many it was done with. */
export function BulkDialog(props: {
  name: BulkName;
  input: SelectionInput;
  total: PayoutTotals | undefined;
  /** The filter in words, where the selection is one. */
  words: string;
  onClose: () => void;
}) {
  const { name, input, total, words, onClose } = props;
  const { title, meaning, confirm, isGrave = false, asks, run }: Bulk = BULK[name];
  const [text, setText] = useState('');
  const [done, setDone] = useState<Done | null>(null);
  const [isRunning, start] = useTransition();
  const isThrough = done?.ok === true;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && !isRunning && onClose()}
      title={title}
      description={isThrough ? undefined : meaning}
      footer={
        isThrough ? (
          <DialogClose>
            <Button variant="primary">Close</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Not now</Button>
            </DialogClose>
            <Button
              variant={isGrave ? 'danger' : 'primary'}
              pending={isRunning}
              onClick={() => start(async () => setDone(await run(input, text)))}
            >
              {confirm}
            </Button>
          </>
        )
      }
    >
      {done && !done.ok && !problemIn(done) && (
        <Notice tone="danger" announce className="mb-4">
          {done.problem.message}
        </Notice>
      )}
      {isThrough && (
        <div role="status" className="grid gap-1">
          {done.words.map((line, index) => (
            <p key={line} className={index === 0 ? 'font-medium' : 'text-fg-soft'}>
              {line}
            </p>
          ))}
        </div>
      )}
      {!isThrough && asks && (
        <div className="mb-4">
          <Field label={asks} required error={problemIn(done)}>
            <Input maxLength={LONGEST_NOTE} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        </div>
      )}
      {!isThrough && <Summary total={total} words={'filter' in input ? words : undefined} />}
    </Dialog>
  );
}

/** What is wrong with the words, said at their field. */
const problemIn = (done: Done | null): string | undefined =>
  done && !done.ok ? done.problem.fields?.text?.[0] : undefined;

function Summary({ total, words }: { total: PayoutTotals | undefined; words: string | undefined }) {
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      {words && <p className="text-fg-soft">{words}</p>}
      <p className="font-medium">
        {total
          ? `${total.isExact ? '' : 'About '}${figure(total.count)} ${total.count === 1 ? 'payout' : 'payouts'}`
          : 'Counting …'}
        {total?.sumMinor != null && (
          <>
            {' · '}
            <Amount minor={total.sumMinor} />
          </>
        )}
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
        {total?.states.map(({ state, count }) => (
          <li key={state} className="flex items-center gap-1.5">
            <StateBadge state={state} />
            {figure(count)}
          </li>
        ))}
      </ul>
    </div>
  );
}
