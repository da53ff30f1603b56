'use client';

import { useState, useTransition } from 'react';
import { addPasskey, beginPasskey } from '#app/(console)/settings/account/actions.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passkeyName } from '#lib/domain/passkey-name.ts';
import { makePasskey } from './passkey-browser.ts';
import type { StepUpRun } from './step-up.tsx';

interface AddPasskeyProps {
  run?: StepUpRun;
  /** Gets the recovery codes where they were made with it. */
  onAdded: (codes: string[] | null) => void;
}

/** Adds a passkey under a name the person gives it. */
export function AddPasskey({ run = (call) => call(), onAdded }: AddPasskeyProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState('');
  const [isBusy, start] = useTransition();
  const add = () =>
    start(async () => {
      const named = passkeyName.safeParse(name);
      if (!named.success) return setError(named.error.issues[0]?.message ?? 'Type a name.');
      const result = await makePasskey(
        () => run(() => beginPasskey({})),
        (answer) => addPasskey({ name: named.data, answer }),
      );
      setError(result.ok ? '' : result.problem.message);
      if (!result.ok) return;
      setName('');
      onAdded(result.value.recoveryCodes);
    });
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) add();
      }}
    >
      <Field label="Name of the passkey" hint="Such as “Work laptop” or “Blue key”." error={error} required>
        <Input name="passkey-name" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Button type="submit" className="self-start" pending={isBusy}>
        Add a passkey
      </Button>
    </form>
  );
}
