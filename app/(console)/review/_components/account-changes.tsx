import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { AccountChange } from '#lib/recipients/list-account-changes.ts';
import { ReviewSection } from './review-section.tsx';

/** Changed accounts of recipients that wait for a checker: each is decided on where its recipient stands. */
export function AccountChanges({ changes }: { changes: AccountChange[] }) {
  return (
    <ReviewSection
      title="Changed accounts"
      about="Nothing is paid to a changed account before a checker confirmed it and it has rested."
      count={changes.length}
      listed={changes.length}
      empty="No changed account waits."
    >
      {changes.map(({ id, recipientId, name, accountLast4, ifsc, reason, proposer, isMine, proposedAt }) => (
        <li key={id} className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5 text-base">
          <Link
            href={`/recipients/${recipientId}`}
            className="rounded-sm font-medium after:absolute after:inset-0 hover:text-accent-ink"
          >
            {name}
          </Link>
          <span className="font-mono">••••{accountLast4}</span>
          <span className="font-mono text-sm">{ifsc}</span>
          <span className="text-fg-soft">
            {reason} Proposed by {isMine ? 'you' : proposer}, <Time value={proposedAt} precision="minute" />
          </span>
        </li>
      ))}
    </ReviewSection>
  );
}
