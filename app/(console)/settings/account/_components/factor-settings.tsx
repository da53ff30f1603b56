'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { AddApp } from '#app/_components/add-app.tsx';
import { AddPasskey } from '#app/_components/add-passkey.tsx';
import { RecoveryCodes } from '#app/_components/recovery-codes.tsx';
import { useStepUp } from '#app/_components/step-up.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { makeRecoveryCodes, removeTotp } from '../actions.ts';
import { PasskeyRow, type Passkey } from './passkey-row.tsx';

interface FactorSettingsProps {
  hasTotp: boolean;
  passkeys: readonly Passkey[];
  recoveryCodesLeft: number;
}

/** One's second factors: what there is, adding, removing, and the codes for when they are lost. */
export function FactorSettings({ hasTotp, passkeys, recoveryCodesLeft }: FactorSettingsProps) {
  const router = useRouter();
  const { run, dialog } = useStepUp();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [isBusy, start] = useTransition();
  const added = (made: string[] | null) => {
    setCodes(made);
    router.refresh();
  };
  const change = (call: Parameters<typeof run<unknown>>[0], done: string) =>
    start(async () => {
      const result = await run(call);
      if (result.ok) toast.success(done);
      else toast.error(result.problem.message);
      router.refresh();
    });
  const newCodes = () =>
    start(async () => {
      const result = await run(() => makeRecoveryCodes({}));
      if (result.ok) added(result.value.recoveryCodes);
      else toast.error(result.problem.message);
    });
  const hasAny = hasTotp || passkeys.length > 0;
  return (
    <>
      <Section id="passkeys" title="Passkeys">
        {passkeys.length > 0 && (
          <ul className="divide-y divide-line rounded border border-line text-sm">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} run={run} />
            ))}
          </ul>
        )}
        <AddPasskey run={run} onAdded={added} />
      </Section>
      <Section id="app" title="Authenticator app" badge={hasTotp && <Badge tone="success">In use</Badge>}>
        <AddApp button={hasTotp ? 'Replace the app' : 'Set up an app'} run={run} onAdded={added} />
        {hasTotp && (
          <Button
            className="self-start"
            pending={isBusy}
            onClick={() => change(() => removeTotp({}), 'The authenticator app was removed')}
          >
            Remove the app
          </Button>
        )}
      </Section>
      {hasAny && (
        <Section id="codes" title="Recovery codes">
          <p className="text-fg-soft">
            {recoveryCodesLeft === 0 ? 'None is left.' : `${recoveryCodesLeft} of 10 are left.`} New ones replace them.
          </p>
          <Button className="self-start" pending={isBusy} onClick={newCodes}>
            Make new codes
          </Button>
        </Section>
      )}
      <Dialog open={codes !== null} onOpenChange={(isOpen) => !isOpen && setCodes(null)} title="Recovery codes">
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      </Dialog>
      {dialog}
    </>
  );
}

function Section(props: { id: string; title: string; badge?: React.ReactNode; children: React.ReactNode }) {
  const { id, title, badge, children } = props;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="flex items-center gap-2 text-lg font-semibold">
        {title}
        {badge}
      </h2>
      {children}
    </section>
  );
}
