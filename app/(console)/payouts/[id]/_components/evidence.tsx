import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import { OUTCOME_WORDS, queryWords } from '#lib/domain/timeline-entry.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';

/** Queries listed here; the rest stand in the timeline. */
const MOST_LISTED = 6;

/** Whether the payout may have been accepted and nobody knows yet. */
export const isUnclear = ({ state, settleUntil }: PayoutView) =>
  state === 'in_doubt' || (state === 'sending' && settleUntil !== null);

/** What is known while an outcome is not: what left, what each query said, and what follows. */
export function Evidence({ payout }: { payout: PayoutView }) {
  const isDoubt = payout.state === 'in_doubt';
  const title = isDoubt ? 'It may or may not have been accepted' : 'No clear answer came: looking for it';
  return (
    <Notice tone={isDoubt ? 'doubt' : 'info'} title={title}>
      <div className="grid gap-3 pb-1 pt-1">
        <Part title="What left">
          <WhatLeft payout={payout} />
        </Part>
        <Part title="What the gateway said since">
          <WhatQueriesSaid payout={payout} />
        </Part>
        <Part title="What follows">
          <WhatFollows payout={payout} />
        </Part>
      </div>
    </Notice>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="text-sm font-medium text-fg">{title}</h2>
      <div className="text-sm">{children}</div>
    </section>
  );
}

function WhatLeft({ payout: { attempts, requestId } }: { payout: PayoutView }) {
  const left = attempts.filter(({ sentAt, outcome }) => sentAt !== null && outcome !== 'not_sent');
  if (left.length === 0) return <p>No attempt is known to have left.</p>;
  return (
    <ul className="grid gap-1">
      {left.map(({ epoch, sentAt, outcome, error }) => (
        <li key={epoch}>
          {sentAt && <Time value={sentAt} />}: one request to pay, RequestID{' '}
          <span className="break-all font-mono text-xs">{requestId}</span>.{' '}
          {outcome ? `${OUTCOME_WORDS[outcome]}. ${error ?? ''}` : 'No answer was recorded.'}
        </li>
      ))}
    </ul>
  );
}

function WhatQueriesSaid({ payout: { queries } }: { payout: PayoutView }) {
  if (queries.length === 0) return <p>It was not asked yet.</p>;
  const more = queries.length - MOST_LISTED;
  return (
    <ul className="grid gap-0.5">
      {queries.slice(0, MOST_LISTED).map((query) => (
        <li key={String(query.id)}>
          <Time value={query.at} />, by {query.by === 'uid' ? 'uid' : 'tracking id'}: {queryWords(query)}
          {query.error && ` (${query.error})`}
        </li>
      ))}
      {more > 0 && <li>{more} earlier in the timeline below.</li>}
    </ul>
  );
}

function WhatFollows({ payout: { state, nextCheckAt, settleUntil } }: { payout: PayoutView }) {
  return (
    <p>
      {nextCheckAt && (
        <>
          The gateway is asked again at <Time value={nextCheckAt} relative />.{' '}
        </>
      )}
      {state === 'sending' && settleUntil && (
        <>
          If nothing finds it by <Time value={settleUntil} relative />, it becomes “In doubt” and people are asked.{' '}
        </>
      )}
      {state === 'in_doubt' ? 'Until two people decide, nothing is sent again.' : 'Nothing is sent again by itself.'}
    </p>
  );
}
