'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import { LONGEST_NOTE } from '#lib/domain/note.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { addNote } from '../actions.ts';

/** A button and the form behind it: puts a note beside payouts. */
export function NoteDialog({ ids, trigger }: { ids: string[]; trigger: ReactNode }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const onText = problem?.fields?.text?.[0];

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text') ?? '');
    start(async () => {
      const result = await addNote({ ids, text });
      setProblem(result.ok ? null : result.problem);
      if (!result.ok) return;
      setOpen(false);
      toast.success(result.value.noted === 1 ? 'Noted' : `Noted beside ${result.value.noted} payouts`);
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
      trigger={trigger}
      title={ids.length > 1 ? `Add a note to ${ids.length} payouts` : 'Add a note'}
      description="Everybody who sees the payout reads it. It stays, with your name and the time."
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" pending={isPending}>
            Add the note
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <Field label="Note" hint="On one line, without the account number." error={onText} required>
          <Textarea name="text" maxLength={LONGEST_NOTE} />
        </Field>
        {problem && !onText && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
