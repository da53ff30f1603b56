'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { type FieldErrors } from '#lib/domain/problem.ts';
import type { Imported } from '#lib/recipients/import-recipients.ts';
import { ImportResult } from './import-result.tsx';
import { sendFile } from './send-file.ts';

type Outcome = { imported: Imported } | { problem: string; fields?: FieldErrors };

/** Takes a file of people to be paid later: they wait for a checker, then rest as the policy says. */
export function ImportRecipients() {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isPending, start] = useTransition();
  const imported = outcome && 'imported' in outcome ? outcome.imported : null;
  const problem = outcome && 'problem' in outcome ? outcome : null;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const file = typed.get('file');
    if (!(file instanceof File) || file.name === '')
      return setOutcome({ problem: '', fields: { file: ['Choose a file.'] } });
    start(async () => {
      setOutcome(await sendFile(file, String(typed.get('reason') ?? '')));
      router.refresh();
    });
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setOutcome(null);
      }}
      trigger={<Button>Import</Button>}
      title={imported ? 'What came of the file' : 'Import recipients'}
      description={
        imported
          ? undefined
          : 'CSV, TSV or XLSX with a header line, up to 2,000 people. A checker has to agree, and the accounts rest for the policy’s cooling-off time before they are paid to.'
      }
      footer={
        imported ? (
          <DialogClose>
            <Button variant="primary">Done</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Not now</Button>
            </DialogClose>
            <Button type="submit" form={form} variant="primary" pending={isPending}>
              Import
            </Button>
          </>
        )
      }
    >
      {imported ? (
        <ImportResult imported={imported} />
      ) : (
        <form id={form} onSubmit={submit} noValidate className="grid gap-3">
          <Field
            label="File"
            hint={
              <>
                Account number, IFSC and a name are needed.{' '}
                <a
                  href="/recipients/template.csv"
                  download
                  className="rounded-sm text-accent-ink underline underline-offset-2"
                >
                  Template
                </a>
              </>
            }
            error={problem?.fields?.file?.[0]}
            required
          >
            <Input name="file" type="file" accept=".csv,.tsv,.txt,.xlsx" className="py-1.5" />
          </Field>
          <Field label="Where the list comes from, and how you know" error={problem?.fields?.reason?.[0]} required>
            <Textarea name="reason" maxLength={200} />
          </Field>
          {problem && !problem.fields && (
            <Notice tone="danger" announce>
              {problem.problem}
            </Notice>
          )}
        </form>
      )}
    </Dialog>
  );
}
