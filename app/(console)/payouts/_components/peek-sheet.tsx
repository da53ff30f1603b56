'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import Link from 'next/link';
import type { KeyboardEvent } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { Timeline } from '#components/payout/timeline.tsx';
import { useLiveQueries } from '#components/payout/use-live.ts';
import { buttonClass } from '#components/ui/button-class.ts';
import { IconButton } from '#components/ui/button.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { amountInWords } from '#lib/domain/money.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';
import { meaningOf } from '../[id]/_components/meaning.ts';
import { ask, AskFailed } from './ask.ts';

const KEY = ['payout'];

/** A payout beside the list it stands in: what it is, where it stands, and everything that happened to it. */
export function PeekSheet(props: { id: string; onStep: (rows: number) => void; onClose: () => void }) {
  const { id, onStep, onClose } = props;
  const { data, error } = useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => ask<PayoutView>(`/api/payouts/${id}`, signal),
  });
  useLiveQueries([...KEY, id]);
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = STEPS[event.key];
    if (rows === undefined && event.key !== ' ') return;
    // A button or a fold in the sheet has the space bar for itself.
    if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, summary, a')) return;
    event.preventDefault();
    if (rows === undefined) onClose();
    else onStep(rows);
  };
  return (
    <Sheet
      open
      wide
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={data ? <Amount minor={data.amountMinor} /> : 'Reading the payout'}
      description={data && `${amountInWords(data.amountMinor)} to ${data.beneficiary}`}
      footer={
        <>
          <span className="mr-auto flex gap-1">
            <IconButton label="The payout above" icon={<ChevronUp aria-hidden />} onClick={() => onStep(-1)} />
            <IconButton label="The payout below" icon={<ChevronDown aria-hidden />} onClick={() => onStep(1)} />
          </span>
          <Link href={`/payouts/${id}`} className={buttonClass({ variant: 'primary' })}>
            Open the payout
          </Link>
        </>
      }
    >
      <div onKeyDown={onKeyDown} tabIndex={-1} className="outline-none" data-autofocus>
        {data && <Summary payout={data} />}
        {!data && error && (
          <ErrorState title="The payout could not be read" id={error instanceof AskFailed ? error.id : undefined}>
            {error.message}
          </ErrorState>
        )}
        {!data && !error && <Waiting />}
      </div>
    </Sheet>
  );
}

const STEPS: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

function Summary({ payout }: { payout: PayoutView }) {
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-y border-line py-3">
        <StateBadge state={payout.state} />
        <span className="basis-64 grow">{meaningOf(payout)}</span>
      </p>
      <DescriptionList>
        <DescriptionRow term="Account">{`${payout.account} · ${payout.bank ?? payout.ifsc}`}</DescriptionRow>
        <DescriptionRow term="UTR or reference" mono={payout.reference !== null} copy={payout.reference ?? undefined}>
          {payout.reference ?? <span className="text-fg-faint">None yet</span>}
        </DescriptionRow>
        <DescriptionRow term="Tracking id" mono copy={payout.trackingId}>
          {payout.trackingId}
        </DescriptionRow>
        <DescriptionRow term="Description">{payout.description}</DescriptionRow>
        <DescriptionRow term="Connection">{`${payout.connection.name} · ${payout.option}`}</DescriptionRow>
        <DescriptionRow term="Made">
          {payout.maker}, <Time value={payout.createdAt} />
        </DescriptionRow>
      </DescriptionList>
      <h3 className="mb-3 mt-6 text-base font-semibold">Timeline</h3>
      <Timeline entries={payout.timeline} />
    </>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Reading the payout" aria-busy className="grid gap-4 py-3">
      {['w-56', 'w-72', 'w-64', 'w-48', 'w-72', 'w-40'].map((width, index) => (
        <Skeleton key={index} className={width} />
      ))}
    </div>
  );
}
