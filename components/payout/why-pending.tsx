import { Fragment } from 'react';
import { Time } from '#components/ui/time.tsx';
import type { Sentence, WhyPending } from '#lib/domain/why-pending.ts';

/** Why a payout waits, with the evidence, and what to do next. */
export function WhyPendingText({ why: { because, next } }: { why: Pick<WhyPending, 'because' | 'next'> }) {
  return (
    <div className="grid gap-x-8 gap-y-3 text-sm md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Part title="Why it is pending" sentences={because} isOrdered={false} />
      <Part title="What to do next" sentences={next} isOrdered />
    </div>
  );
}

function Part({ title, sentences, isOrdered }: { title: string; sentences: Sentence[]; isOrdered: boolean }) {
  const List = isOrdered ? 'ol' : 'ul';
  return (
    <div className="min-w-0">
      <p className="font-medium text-fg">{title}</p>
      <List className={`grid gap-0.5 pl-4 text-fg-soft ${isOrdered ? 'list-decimal' : 'list-disc'}`}>
        {sentences.map((sentence, index) => (
          <li key={index} className="break-words">
            <Parts sentence={sentence} />
          </li>
        ))}
      </List>
    </div>
  );
}

function Parts({ sentence }: { sentence: Sentence }) {
  return sentence.map((part, index) => (
    <Fragment key={index}>{part instanceof Date ? <Time value={part} relative /> : part}</Fragment>
  ));
}
