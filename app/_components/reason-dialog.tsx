'use client';

import { type ReactNode, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';

/** A question that is answered by saying why; `onConfirm` gives the problem, or null where it is done. */
export function ReasonDialog(props: {
  trigger: ReactNode;
  title: string;
  description: string;
  placeholder: string;
  confirm: string;
  onConfirm: (reason: string) => Promise<ProblemView | null>;
}) {
  const { trigger, title, description } = props;
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const onReason = problem?.fields?.reason?.[0];

  const change = (next: boolean) => {
    setOpen(next);
    setProblem(null);
  };
  const submit = (form: FormData) =>
    start(async () => {
      const found = await props.onConfirm(String(form.get('reason') ?? ''));
      setProblem(found);
      if (!found) setOpen(false);
    });
  return (
    <Dialog open={isOpen} onOpenChange={change} {...{ trigger, title, description }}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        {problem && !onReason && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
        <Field label="Reason" error={onReason} required>
          <Input name="reason" maxLength={200} placeholder={props.placeholder} autoFocus />
        </Field>
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" variant="primary" pending={isPending}>
            {props.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
