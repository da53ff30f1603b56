import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { WaitingImport } from '#lib/recipients/list-imports.ts';
import { ReviewSection } from './review-section.tsx';

/** Files of recipients that wait for a checker: each is decided on as a whole, on its own page. */
export function WaitingImports({ imports }: { imports: WaitingImport[] }) {
  return (
    <ReviewSection
      title="Imported recipients"
      about="Nothing is paid to an imported account before a checker confirmed the file and it has rested."
      count={imports.length}
      listed={imports.length}
      empty="No import waits."
    >
      {imports.map(({ id, accounts, reason, proposer, isMine, proposedAt }) => (
        <li key={id} className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5 text-base">
          <Link
            href={`/recipients/imports/${id}`}
            className="rounded-sm font-medium after:absolute after:inset-0 hover:text-accent-ink"
          >
            {accounts.toLocaleString('en-IN')} {accounts === 1 ? 'recipient' : 'recipients'}
          </Link>
          <span className="text-fg-soft">
            {reason} Imported by {isMine ? 'you' : proposer},{' '}
            {proposedAt && <Time value={proposedAt} precision="minute" />}
          </span>
        </li>
      ))}
    </ReviewSection>
  );
}
