'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';
import { change } from '../../actions.ts';

/** Proposes another account: nothing is paid to it before a checker agreed and the policy's cooling-off time has passed. */
export function ChangeAccount({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = (key: string) => String(typed.get(key) ?? '');
    start(async () => {
      const result = await change({ id, account: text('account'), ifsc: text('ifsc'), reason: text('reason') });
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
      trigger={<Button>Change the account</Button>}
      title={`Another account of ${name}?`}
      description="A checker has to agree, and it rests for the policy’s cooling-off time before it is paid to. Call the person back before you ask for it."
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" pending={isPending}>
            Propose it
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <Field label="Account number" error={problem?.fields?.account?.[0]} required>
          <Input name="account" inputMode="numeric" mono maxLength={60} />
        </Field>
        <Field label="IFSC" error={problem?.fields?.ifsc?.[0]} required>
          <Input name="ifsc" mono maxLength={20} />
        </Field>
        <Field label="Why, and how you know" error={problem?.fields?.reason?.[0]} required>
          <Textarea name="reason" maxLength={500} />
        </Field>
        {problem && !problem.fields && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
