'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import { LONGEST_NOTE } from '#lib/domain/note.ts';
import { addNote } from '../actions.ts';

/** A button and the form behind it: puts a note beside payouts. */
export function NoteDialog({ ids, trigger }: { ids: string[]; trigger: ReactNode }) {
  const router = useRouter();
  return (
    <FormDialog
      trigger={trigger}
      title={ids.length > 1 ? `Add a note to ${ids.length} payouts` : 'Add a note'}
      description="Everybody who sees the payout reads it. It stays, with your name and the time."
      confirm="Add the note"
      onSubmit={(typed) => addNote({ ids, text: textOf(typed, 'text') })}
      onDone={({ noted }) => {
        toast.success(noted === 1 ? 'Noted' : `Noted beside ${noted} payouts`);
        router.refresh();
      }}
    >
      {(errorOf) => (
        <Field label="Note" hint="On one line, without the account number." error={errorOf('text')} required>
          <Textarea name="text" maxLength={LONGEST_NOTE} />
        </Field>
      )}
    </FormDialog>
  );
}
