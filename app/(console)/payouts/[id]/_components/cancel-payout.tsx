'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { cancel } from '../actions.ts';

/** Stops a payout that was not sent, after a question that says what will not happen. */
export function CancelPayout({ payoutId, summary }: { payoutId: string; summary: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isCancelling, start] = useTransition();

  const confirm = () =>
    start(async () => {
      const result = await cancel({ id: payoutId });
      router.refresh();
      if (result.ok) setOpen(false);
      else setProblem(result.problem.message);
    });

  const change = (next: boolean) => {
    setOpen(next);
    setProblem(null);
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button>Cancel payout</Button>}
      title="Cancel this payout?"
      description={`${summary} will not be sent. This cannot be undone; a new payout can be made.`}
      footer={
        <>
          <DialogClose>
            <Button>Keep it</Button>
          </DialogClose>
          {!problem && (
            <Button variant="danger" pending={isCancelling} onClick={confirm}>
              Cancel the payout
            </Button>
          )}
        </>
      }
    >
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
    </Dialog>
  );
}
