'use client';

import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { change } from '../../actions.ts';

/** Proposes another account: nothing is paid to it before a checker agreed and the policy's cooling-off time has passed. */
export function ChangeAccount({ id, name }: { id: string; name: string }) {
  return (
    <FormDialog
      trigger={<Button>Change the account</Button>}
      title={`Another account of ${name}?`}
      description="A checker has to agree, and it rests for the policy’s cooling-off time before it is paid to. Call the person back before you ask for it."
      confirm="Propose it"
      onSubmit={(typed) =>
        change({
          id,
          account: textOf(typed, 'account'),
          ifsc: textOf(typed, 'ifsc'),
          reason: textOf(typed, 'reason'),
        })
      }
    >
      {(errorOf) => (
        <>
          <Field label="Account number" error={errorOf('account')} required>
            <Input name="account" inputMode="numeric" mono maxLength={60} />
          </Field>
          <Field label="IFSC" error={errorOf('ifsc')} required>
            <Input name="ifsc" mono maxLength={20} />
          </Field>
          <Field label="Why, and how you know" error={errorOf('reason')} required>
            <Textarea name="reason" maxLength={500} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
