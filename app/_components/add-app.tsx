'use client';

import { useState, useTransition } from 'react';
import { beginTotp, confirmTotp } from '#app/(console)/settings/account/actions.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { CodeForm } from './code-form.tsx';
import { QrCode } from './qr-code.tsx';
import type { StepUpRun } from './step-up.tsx';

interface AddAppProps {
  button: string;
  run?: StepUpRun;
  /** Gets the recovery codes where they were made with it. */
  onAdded: (codes: string[] | null) => void;
}

/** Adds an authenticator app: shows the key as a QR code and as text, then asks for the first code. */
export function AddApp({ button, run = (call) => call(), onAdded }: AddAppProps) {
  const [shown, setShown] = useState<{ key: string; uri: string } | null>(null);
  const [problem, setProblem] = useState('');
  const [isBusy, start] = useTransition();
  const begin = () =>
    start(async () => {
      const result = await run(() => beginTotp({}));
      setProblem(result.ok ? '' : result.problem.message);
      if (result.ok) setShown(result.value);
    });
  const confirm = async (code: string) => {
    const result = await confirmTotp({ code });
    if (result.ok) {
      setShown(null);
      onAdded(result.value.recoveryCodes);
    }
    return result;
  };
  if (!shown) {
    return (
      <div className="flex flex-col gap-3">
        {problem && (
          <Notice tone="danger" announce>
            {problem}
          </Notice>
        )}
        <Button className="self-start" pending={isBusy} onClick={begin}>
          {button}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-fg-soft">Scan this with the app, or type the key into it. Then type the code the app shows.</p>
      <QrCode text={shown.uri} label="QR code with the key for your authenticator app" />
      <p className="flex items-center gap-1 rounded border border-line bg-sunken px-2.5 py-1.5">
        <span className="sr-only">Key: </span>
        <span data-testid="totp-key" className="min-w-0 flex-1 break-all font-mono text-sm">
          {shown.key.match(/.{1,4}/g)?.join(' ')}
        </span>
        <CopyButton value={shown.key} label="Copy the key" />
      </p>
      <CodeForm kind="totp" label="Code the app shows" button="Add the app" autoFocus submit={confirm} />
    </div>
  );
}
