'use client';

import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { turnDown } from '../../actions.ts';

/** Turns a whole batch down, with the reason its maker is shown. */
export function TurnDownBatch({ id }: { id: string }) {
  return (
    <FormDialog
      trigger={<Button>Turn down</Button>}
      title="Turn the batch down?"
      description="Everything of it that waits for approval is cancelled. What is still owed takes a new file."
      confirm="Turn it down"
      isGrave
      onSubmit={(typed) => turnDown({ id, reason: textOf(typed, 'reason') })}
    >
      {(errorOf) => (
        <Field label="Why?" error={errorOf('reason')} required>
          <Textarea name="reason" maxLength={500} />
        </Field>
      )}
    </FormDialog>
  );
}
