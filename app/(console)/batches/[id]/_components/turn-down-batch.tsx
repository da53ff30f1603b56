'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';
import { turnDown } from '../../actions.ts';

/** Turns a whole batch down, with the reason its maker is shown. */
export function TurnDownBatch({ id }: { id: string }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '');
    start(async () => {
      const result = await turnDown({ id, reason });
      setProblem(result.ok ? null : result.problem);
      if (result.ok) setOpen(false);
      router.refresh();
    });
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setProblem(null);
      }}
      trigger={<Button>Turn down</Button>}
      title="Turn the batch down?"
      description="Everything of it that waits for approval is cancelled. What is still owed takes a new file."
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="danger" pending={isPending}>
            Turn it down
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <Field label="Why?" error={problem ? (problem.fields?.reason?.[0] ?? problem.message) : undefined} required>
          <Textarea name="reason" maxLength={500} />
        </Field>
      </form>
    </Dialog>
  );
}
