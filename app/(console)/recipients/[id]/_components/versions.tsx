import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { RecipientView } from '#lib/recipients/read-recipient.ts';
import { Decide } from '../../_components/decide.tsx';
import { StandingBadge } from '../../_components/standing-badge.tsx';

/** Accounts that people named, the latest first, with the decision that is a checker's; an import is decided on as a whole. */
export function Versions({ versions, mayCheck }: { versions: RecipientView['versions']; mayCheck: boolean }) {
  if (versions.length === 0) return null;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 text-lg font-semibold">
        Changes of the account
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {versions.map(({ id, importId, standing, isOwn, ...version }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 text-base">
            <span className="font-mono">••••{version.accountLast4}</span>
            <span className="font-mono text-sm">{version.ifsc}</span>
            <StandingBadge standing={standing} usableAt={version.usableAt} />
            <span className="min-w-0 flex-1 basis-60 text-fg-soft">
              {version.reason} {importId ? 'Imported by' : 'Proposed by'} {isOwn ? 'you' : version.proposer},{' '}
              <Time value={version.proposedAt} precision="minute" />
            </span>
            {importId && (
              <Link
                href={`/recipients/imports/${importId}`}
                className="rounded-sm text-sm text-accent-ink underline-offset-2 hover:underline"
              >
                The whole import
              </Link>
            )}
            {standing === 'waits' && !importId && mayCheck && !isOwn && <Decide of={{ versionId: id }} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
