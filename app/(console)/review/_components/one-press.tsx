'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { submitAgain, withdraw } from '../actions.ts';

const PRESSES = {
  withdraw: { run: withdraw, label: 'Withdraw my approval', done: 'Your approval is withdrawn' },
  submit: { run: submitAgain, label: 'Submit it again', done: 'It waits for approval again' },
};

/** What needs no question: it can be done again at once. */
export function OnePress({ id, what, dense }: { id: string; what: keyof typeof PRESSES; dense?: boolean }) {
  const router = useRouter();
  const [isPending, start] = useTransition();
  const { run, label, done } = PRESSES[what];
  const press = () =>
    start(async () => {
      const result = await run({ id });
      if (result.ok) toast.success(done);
      else toast.error(result.problem.message);
      router.refresh();
    });
  return (
    <Button dense={dense} pending={isPending} onClick={press}>
      {label}
    </Button>
  );
}
