import { StickyNote, UserRound } from 'lucide-react';
import { NoteDialog } from '#app/(console)/_components/note-dialog.tsx';
import { OwnMenu } from '#app/(console)/_components/own-menu.tsx';
import { BucketBadge } from '#components/payout/bucket-badge.tsx';
import { WhyPendingText } from '#components/payout/why-pending.tsx';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { PayoutView } from '#lib/payouts/read-payout.ts';

/** Who looks after a payout, notes, and why it waits while it does. */
export function Care({ payout, mayNote }: { payout: PayoutView; mayNote: boolean }) {
  const { id, owner, owners, why } = payout;
  return (
    <section aria-label="Who looks after it" className="grid gap-2 border-b border-line pb-4">
      {why && (
        <>
          <span className="inline-flex">
            <BucketBadge bucket={why.bucket} />
          </span>
          <WhyPendingText why={why} />
        </>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex items-center gap-1.5 text-sm text-fg-soft" aria-live="polite">
          <UserRound aria-hidden className="size-3.5 shrink-0 text-fg-faint" />
          {owner ? (
            <span>
              <span className="font-medium text-fg">{owner.name}</span> looks after it since{' '}
              <Time value={owner.since} precision="minute" />
            </span>
          ) : (
            'Nobody looks after it'
          )}
        </p>
        {mayNote && (
          <>
            <OwnMenu ids={[id]} owners={owners} />
            <NoteDialog
              ids={[id]}
              trigger={
                <Button dense icon={<StickyNote aria-hidden />}>
                  Add a note
                </Button>
              }
            />
          </>
        )}
      </div>
    </section>
  );
}
