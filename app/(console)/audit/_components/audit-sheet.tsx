'use client';

import Link from 'next/link';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditEntry } from '#lib/audit/list-audit.ts';
import { outcomeWords } from './entry-words.ts';

/** Everything one row of the audit trail holds, and its place in the chain. */
export function AuditSheet(props: { row: AuditEntry; isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const { row, isOpen, onOpenChange } = props;
  const { id, at, actor, actorName, payoutId, detail } = row;
  return (
    <Sheet wide title={row.verb} description={`Row ${id} of the audit trail`} open={isOpen} onOpenChange={onOpenChange}>
      <DescriptionList>
        <DescriptionRow term="Time">
          <Time value={at} />
        </DescriptionRow>
        <DescriptionRow term="Outcome">{outcomeWords(row)}</DescriptionRow>
        <DescriptionRow term="Who">{actorName}</DescriptionRow>
        <Line term="Id of who" value={actor} />
        {payoutId && (
          <DescriptionRow term="Payout" copy={payoutId} mono>
            <Link href={`/payouts/${payoutId}`} className="break-all text-accent-ink hover:underline">
              {payoutId}
            </Link>
          </DescriptionRow>
        )}
        <Line term="About" value={row.subject} />
        <Line term="State before" value={row.fromState} />
        <Line term="State after" value={row.toState} />
        <Line term="Digest before" value={row.beforeDigest} />
        <Line term="Digest after" value={row.afterDigest} />
        <Line term="Address" value={row.address} />
        <Line term="Session" value={row.sessionKey} />
        <Line term="Request" value={row.requestKey} />
      </DescriptionList>
      {detail && (
        <section aria-labelledby="audit-detail" className="mt-4">
          <h3 id="audit-detail" className="mb-1 text-sm font-medium">
            Detail, as it is stored
          </h3>
          <pre tabIndex={0} className="overflow-x-auto rounded border border-line bg-sunken p-3 font-mono text-xs">
            {JSON.stringify(detail, null, 2)}
          </pre>
        </section>
      )}
      <Seal seal={row.seal} />
    </Sheet>
  );
}

function Seal({ seal }: { seal: AuditEntry['seal'] }) {
  return (
    <section aria-labelledby="audit-seal" className="mt-4">
      <h3 id="audit-seal" className="text-sm font-medium">
        Link in the chain
      </h3>
      {seal ? (
        <DescriptionList>
          <DescriptionRow term="Number">{seal.seq}</DescriptionRow>
          <Line term="Hash" value={seal.hash} />
          <DescriptionRow term="Sealed">
            <Time value={seal.sealedAt} />
          </DescriptionRow>
        </DescriptionList>
      ) : (
        <p className="mt-1 text-sm text-fg-soft">
          This row is not sealed yet. The worker does so within a few seconds.
        </p>
      )}
    </section>
  );
}

function Line({ term, value }: { term: string; value: string | null }) {
  if (value === null || value === '') return null;
  return (
    <DescriptionRow term={term} copy={value} mono>
      <span className="break-all">{value}</span>
    </DescriptionRow>
  );
}
