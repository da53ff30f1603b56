'use client';

import { RefreshCw, StickyNote } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { NoteDialog } from '#app/(console)/_components/note-dialog.tsx';
import { OwnMenu } from '#app/(console)/_components/own-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { BUCKET_WORDS, type Bucket } from '#lib/domain/ageing.ts';
import type { PossibleOwner } from '#lib/payouts/possible-owners.ts';
import { refreshMany } from '../actions.ts';

interface ActionsProps {
  ids: string[];
  /** The bucket that is looked at, with how many are in it; undefined where all are. */
  bucket: { name: Bucket; count: number } | undefined;
  owners: PossibleOwner[];
  mayRefresh: boolean;
  mayNote: boolean;
}

/** What can be done with the payouts chosen, or with a whole bucket. */
export function PendingActions({ ids, bucket, owners, mayRefresh, mayNote }: ActionsProps) {
  const router = useRouter();
  const [isAsking, start] = useTransition();
  const isNone = ids.length === 0;
  const refresh = (input: { ids: string[] } | { bucket: Bucket }) =>
    start(async () => {
      const result = await refreshMany(input);
      if (result.ok) toast.info(`${result.value.total.toLocaleString('en-IN')} are asked about in turn`);
      else toast.error('The status could not be asked for', { description: result.problem.message });
      router.refresh();
    });
  return (
    <span className="flex flex-wrap items-center gap-2">
      {mayRefresh && (
        <Button
          dense
          icon={<RefreshCw aria-hidden />}
          disabled={isNone}
          pending={isAsking}
          onClick={() => refresh({ ids })}
        >
          Refresh status
        </Button>
      )}
      {mayNote && (
        <>
          <NoteDialog
            ids={ids}
            trigger={
              <Button dense icon={<StickyNote aria-hidden />} disabled={isNone}>
                Add a note
              </Button>
            }
          />
          <OwnMenu ids={ids} owners={owners} disabled={isNone} />
        </>
      )}
      {mayRefresh && bucket && bucket.count > 0 && (
        <Button dense variant="ghost" pending={isAsking} onClick={() => refresh({ bucket: bucket.name })}>
          Refresh all {bucket.count.toLocaleString('en-IN')} in “{BUCKET_WORDS[bucket.name].label}”
        </Button>
      )}
    </span>
  );
}
