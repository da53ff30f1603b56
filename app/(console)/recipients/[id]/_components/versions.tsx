'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import type { RecipientView } from '#lib/recipients/read-recipient.ts';
import { check } from '../../actions.ts';

type Version = RecipientView['versions'][number];

/** Changes of the account, the open one first, with the decision that is a checker's. */
export function Versions({ versions, mayCheck }: { versions: Version[]; mayCheck: boolean }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  if (versions.length === 0) return null;
  const decide = (versionId: string, decision: 'confirm' | 'refuse') =>
    start(async () => {
      const result = await check({ versionId, decision });
      setProblem(result.ok ? null : result.problem.message);
      router.refresh();
    });

  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 text-lg font-semibold">
        Changes of the account
      </h2>
      {problem && (
        <Notice tone="danger" announce className="mb-2">
          {problem}
        </Notice>
      )}
      <ul className="divide-y divide-line border-y border-line">
        {versions.map((version) => (
          <li key={version.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 text-base">
            <span className="font-mono">••••{version.accountLast4}</span>
            <span className="font-mono text-sm">{version.ifsc}</span>
            <Standing version={version} />
            <span className="min-w-0 flex-1 basis-60 text-fg-soft">
              {version.reason} {version.isOwn ? 'Proposed by you' : `Proposed by ${version.proposer}`},{' '}
              <Time value={version.proposedAt} precision="minute" />
            </span>
            {version.isOpen && mayCheck && !version.isOwn && (
              <span className="flex gap-2">
                <Button dense variant="primary" pending={isPending} onClick={() => decide(version.id, 'confirm')}>
                  Confirm
                </Button>
                <Button dense pending={isPending} onClick={() => decide(version.id, 'refuse')}>
                  Refuse
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Standing({ version: { isOpen, refusedAt, usableAt } }: { version: Version }) {
  if (isOpen) return <Badge tone="info">Waits for a checker</Badge>;
  if (refusedAt) return <Badge tone="danger">Refused</Badge>;
  if (!usableAt) return null;
  return (
    <span className="flex items-center gap-2">
      <Badge tone="success">Confirmed</Badge>
      <span className="text-sm text-fg-soft">
        in use from <Time value={usableAt} precision="minute" />
      </span>
    </span>
  );
}
