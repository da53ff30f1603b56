import { FileSearch, Plus, ReceiptIndianRupee } from 'lucide-react';
import { SendSamples } from '#components/payout/send-samples.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { sendSamplePayouts } from '../actions.ts';

/** There has never been a payout: the next step. */
export function NoPayouts({ mayCreate, samples }: { mayCreate: boolean; samples: number }) {
  return (
    <EmptyState
      icon={<ReceiptIndianRupee />}
      title="No payouts yet"
      action={
        mayCreate && (
          <>
            <ButtonLink href="/payouts/new" variant="primary" icon={<Plus aria-hidden />}>
              New payout
            </ButtonLink>
            {samples > 0 && <SendSamples send={sendSamplePayouts} count={samples} />}
          </>
        )
      }
    >
      {mayCreate && samples > 0
        ? 'Make the first one, or let samples go through the sandbox: every option and every outcome, no money moves.'
        : mayCreate
          ? 'Make the first one: it appears here as soon as it is kept.'
          : 'They appear here as soon as a maker makes one.'}
    </EmptyState>
  );
}

/** The filter finds nothing: names it and offers to take it away. */
export function NothingFound({ words, onClear }: { words: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<FileSearch />}
      title="No payout matches"
      action={<Button onClick={onClear}>Clear the filter</Button>}
    >
      {words}.
    </EmptyState>
  );
}
