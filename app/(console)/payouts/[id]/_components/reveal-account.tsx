'use client';

import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FormDialog, textOf } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { reveal } from '../actions.ts';

/** Long enough to compare it with a paper, too short to be left on a screen. */
const SHOWN_MS = 30_000;

/** The masked account number, and the way to see it in full for half a minute. */
export function RevealAccount({ payoutId, masked }: { payoutId: string; masked: string }) {
  const [account, setAccount] = useState<string | null>(null);
  useEffect(() => {
    if (account === null) return;
    const timer = setTimeout(() => setAccount(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [account]);

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span aria-live="polite">{account ? inGroups(account) : masked}</span>
      {account ? (
        <Button dense variant="ghost" onClick={() => setAccount(null)}>
          Hide
        </Button>
      ) : (
        <FormDialog
          trigger={
            <Button dense variant="ghost" icon={<Eye aria-hidden />}>
              Reveal
            </Button>
          }
          title="Reveal the account number?"
          description="It is shown for 30 seconds. That you looked, and why, is recorded."
          confirm="Reveal"
          onSubmit={(typed) => reveal({ id: payoutId, reason: textOf(typed, 'reason') })}
          onDone={(shown) => setAccount(shown.account)}
        >
          {(errorOf) => (
            <Field label="Reason" error={errorOf('reason')} required>
              <Input name="reason" maxLength={200} placeholder="Beneficiary asks which account was paid" autoFocus />
            </Field>
          )}
        </FormDialog>
      )}
    </span>
  );
}

/** Four digits at a time, as they are read out. */
const inGroups = (account: string): string => account.replace(/(.{4})(?=.)/g, '$1 ');
