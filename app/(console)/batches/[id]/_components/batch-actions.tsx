'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { BatchView } from '#lib/batches/read-batch.ts';
import { retry, steer } from '../../actions.ts';

/** What can be done to a batch as it stands: pause, resume, cancel the rest, send again what failed, take the result. */
export function BatchActions({
  batch,
  maySteer,
  mayRetry,
}: {
  batch: BatchView;
  maySteer: boolean;
  mayRetry: boolean;
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const count = (...states: string[]) =>
    batch.progress.states.reduce((sum, { state, rows }) => sum + (states.includes(state) ? rows : 0), 0);
  const queued = count('queued');
  const unsent = count('created', 'awaiting_approval', 'queued');
  const failed = count('failed', 'expired') - batch.children.reduce((sum, { rows }) => sum + rows, 0);

  const to = (where: 'pause' | 'resume' | 'cancel' | 'submit') =>
    start(async () => {
      const result = await steer({ id: batch.id, to: where });
      setProblem(result.ok ? null : result.problem.message);
      router.refresh();
    });
  const again = () =>
    start(async () => {
      const result = await retry({ id: batch.id, newId: crypto.randomUUID() });
      if (result.ok) router.push(`/batches/${result.value.id}`);
      else setProblem(result.problem.message);
    });

  return (
    <>
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      {batch.isMine && count('created') > 0 && (
        <Button variant="primary" pending={isPending} onClick={() => to('submit')}>
          Ask for approval again
        </Button>
      )}
      {maySteer && batch.pausedAt && (
        <Button variant="primary" pending={isPending} onClick={() => to('resume')}>
          Resume
        </Button>
      )}
      {maySteer && !batch.pausedAt && queued > 0 && (
        <Button pending={isPending} onClick={() => to('pause')}>
          Pause
        </Button>
      )}
      {maySteer && unsent > 0 && <CancelRest rows={unsent} isPending={isPending} onCancel={() => to('cancel')} />}
      {mayRetry && failed > 0 && (
        <Button pending={isPending} onClick={again}>
          Send {failed.toLocaleString('en-IN')} failed again
        </Button>
      )}
      {mayRetry && failed > 0 && <ButtonLink href={`/batches/${batch.id}/failed`}>Correct them first</ButtonLink>}
      <ButtonLink href={`/batches/${batch.id}/result.csv`} download>
        Result file
      </ButtonLink>
    </>
  );
}

function CancelRest({ rows, isPending, onCancel }: { rows: number; isPending: boolean; onCancel: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Cancel the rest</Button>}
      title={`Cancel ${rows.toLocaleString('en-IN')} ${rows === 1 ? 'payout' : 'payouts'}?`}
      description="What has not left is never sent. What is on its way goes on."
      footer={
        <>
          <DialogClose>
            <Button>Keep them</Button>
          </DialogClose>
          <Button
            variant="danger"
            pending={isPending}
            onClick={() => {
              onCancel();
              setOpen(false);
            }}
          >
            Cancel them
          </Button>
        </>
      }
    />
  );
}
