'use client';

import { KeyRound } from 'lucide-react';
import { useState, useTransition } from 'react';
import { beginPasskeyProof, givePasskey, giveTotp } from '#app/(console)/settings/account/actions.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { CodeForm } from './code-form.tsx';
import { signWithPasskey } from './passkey-browser.ts';

export interface Factors {
  totp: boolean;
  passkeys: number;
}

/** Asks for a passkey or a code, whichever the person has. */
export function ProveFactor({ factors, onProven }: { factors: Factors; onProven: () => void | Promise<void> }) {
  const [problem, setProblem] = useState('');
  const [isBusy, start] = useTransition();
  const byPasskey = () =>
    start(async () => {
      setProblem('');
      const result = await signWithPasskey(
        () => beginPasskeyProof({}),
        (answer) => givePasskey({ answer }),
      );
      if (result.ok) await onProven();
      else setProblem(result.problem.message);
    });
  const byCode = async (code: string) => {
    const result = await giveTotp({ code });
    if (result.ok) await onProven();
    return result;
  };
  return (
    <div className="flex flex-col gap-4">
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      {factors.passkeys > 0 && (
        <Button
          variant={factors.totp ? 'secondary' : 'primary'}
          icon={<KeyRound aria-hidden />}
          pending={isBusy}
          onClick={byPasskey}
        >
          Use a passkey
        </Button>
      )}
      {factors.totp && (
        <CodeForm
          kind="totp"
          label="Code of your authenticator app"
          hint="Six digits; each code works once."
          button="Confirm"
          autoFocus={factors.passkeys === 0}
          submit={byCode}
        />
      )}
    </div>
  );
}
