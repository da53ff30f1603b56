'use client';

import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';

type Submitted = { ok: true } | { ok: false; problem: ProblemView };

interface CodeFormProps {
  label: string;
  hint?: string;
  button: string;
  /** A code of an app has six digits; a recovery code letters too. */
  kind: 'totp' | 'recovery';
  autoFocus?: boolean;
  submit: (code: string) => Promise<Submitted>;
}

/** One code and its button; a refusal stands under the field, which is emptied for the next code. */
export function CodeForm({ label, hint, button, kind, autoFocus, submit }: CodeFormProps) {
  const [code, setCode] = useState('');
  const [error, setError] = useState('');
  const [isBusy, start] = useTransition();
  const send = () =>
    start(async () => {
      if (code.trim() === '') return setError('Type the code.');
      const result = await submit(code);
      if (result.ok) return setError('');
      setError(result.problem.message);
      setCode('');
    });
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!isBusy) send();
      }}
    >
      <Field label={label} hint={hint} error={error} required>
        <Input
          mono
          name={`${kind}-code`}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          autoFocus={autoFocus}
          maxLength={kind === 'totp' ? 7 : 20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" pending={isBusy}>
        {button}
      </Button>
    </form>
  );
}
