'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';

type Answer<Value> = { ok: true; value: Value } | { ok: false; problem: ProblemView };

interface FormDialogProps<Value> {
  trigger: ReactNode;
  title: string;
  description: string;
  /** The words of the button that does it. */
  confirm: string;
  isGrave?: boolean;
  /** Does it with what was typed. */
  onSubmit: (typed: FormData) => Promise<Answer<Value>>;
  /** What comes after the dialog has closed; otherwise the page is read again. */
  onDone?: (value: Value) => void;
  /** The fields. `errorOf` gives what is wrong with one of them; what is wrong with none of them is said below. */
  children: (errorOf: (field: string) => string | undefined, problem: ProblemView | null) => ReactNode;
}

/** A button, and the question behind it that is answered by filling in a form. It stays until it is done or dropped. */
export function FormDialog<Value>(props: FormDialogProps<Value>) {
  const { trigger, title, description, confirm, isGrave = false, onSubmit, onDone, children } = props;
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();

  const change = (open: boolean) => {
    setOpen(open);
    setProblem(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    start(async () => {
      const answer = await onSubmit(typed);
      if (answer.ok) change(false);
      else setProblem(answer.problem);
      if (answer.ok && onDone) onDone(answer.value);
      else router.refresh();
    });
  };

  const shown = new Set<string>();
  const fields = children((field) => {
    shown.add(field);
    return problem?.fields?.[field]?.[0];
  }, problem);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      {...{ trigger, title, description }}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          <Button type="submit" form={form} variant={isGrave ? 'danger' : 'primary'} pending={isPending}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        {fields}
        <Rest problem={problem} shown={shown} />
      </form>
    </Dialog>
  );
}

/** Gives what was typed into a field; nothing where there is no such field. */
export const textOf = (typed: FormData, field: string): string => String(typed.get(field) ?? '');

/** What is said beside no field. */
function Rest({ problem, shown }: { problem: ProblemView | null; shown: ReadonlySet<string> }) {
  if (!problem) return null;
  const ofFields = Object.entries(problem.fields ?? {});
  const rest = ofFields.filter(([field]) => !shown.has(field)).flatMap(([, messages]) => messages);
  if (ofFields.length === 0) rest.push(problem.message);
  return (
    rest.length > 0 && (
      <Notice tone="danger" announce>
        {rest.join(' ')}
      </Notice>
    )
  );
}
