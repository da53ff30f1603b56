'use client';

import { useEffect, useState } from 'react';
import { signOut } from '#app/(console)/actions.ts';
import { giveRecoveryCode } from '#app/(console)/settings/account/actions.ts';
import { AddApp } from '#app/_components/add-app.tsx';
import { AddPasskey } from '#app/_components/add-passkey.tsx';
import { CodeForm } from '#app/_components/code-form.tsx';
import { loadAfresh } from '#app/_components/load-afresh.ts';
import { ProveFactor, type Factors } from '#app/_components/prove-factor.tsx';
import { RecoveryCodes } from '#app/_components/recovery-codes.tsx';
import { Button } from '#components/ui/button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Role } from '#lib/domain/access.ts';
import type { Stage } from '#lib/domain/second-factor.ts';

interface Props {
  stage: Stage;
  factors: Factors;
  role: Role;
  next: string;
}

/** All that a session may do before its second factor: give it, or add the first. */
export function SecondFactor({ stage, factors, role, next }: Props) {
  // What the page was opened with: once the factor is given, the server tells another stage.
  const [first] = useState(stage);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [isDone, setDone] = useState(stage === 'full');
  const goOn = () => {
    setDone(true);
    void loadAfresh(next);
  };
  useEffect(() => {
    if (first === 'full') void loadAfresh(next);
  }, [first, next]);
  if (isDone) return <Spinner label="Opening the console" />;
  if (codes) {
    return (
      <>
        <Title>One more thing</Title>
        <RecoveryCodes codes={codes} onKept={goOn} />
      </>
    );
  }
  return (
    <>
      {first === 'prove' ? <Prove factors={factors} onProven={goOn} /> : <Enrol role={role} onAdded={setCodes} />}
      <SignOut />
    </>
  );
}

const Title = ({ children }: { children: string }) => (
  <h1 className="mb-2 text-xl font-semibold tracking-tight">{children}</h1>
);

function Prove({ factors, onProven }: { factors: Factors; onProven: () => void }) {
  const byRecoveryCode = async (code: string) => {
    const result = await giveRecoveryCode({ code });
    if (result.ok) onProven();
    return result;
  };
  return (
    <>
      <Title>Your second factor</Title>
      <p className="mb-5 text-fg-soft">The password was right. Now show that it is you.</p>
      <ProveFactor factors={factors} onProven={onProven} />
      <div className="mt-6">
        <Disclosure summary="I have lost it">
          <div className="flex flex-col gap-3">
            <p className="text-sm text-fg-soft">
              Type one of your recovery codes. Without one, ask an admin to reset your second factor.
            </p>
            <CodeForm kind="recovery" label="Recovery code" button="Use the code" submit={byRecoveryCode} />
          </div>
        </Disclosure>
      </div>
    </>
  );
}

function Enrol({ role, onAdded }: { role: Role; onAdded: (codes: string[] | null) => void }) {
  return (
    <>
      <Title>Add a second factor</Title>
      <p className="mb-5 text-fg-soft">
        Your role ({role}) takes one beside the password, before anything else. A passkey is the safest: the screen lock
        of this device or a security key. You can add more later.
      </p>
      <div className="flex flex-col gap-6">
        <section aria-labelledby="by-passkey" className="rounded border border-line bg-surface p-4">
          <h2 id="by-passkey" className="mb-3 text-base font-medium">
            Passkey
          </h2>
          <AddPasskey onAdded={onAdded} />
        </section>
        <section aria-labelledby="by-app" className="rounded border border-line bg-surface p-4">
          <h2 id="by-app" className="mb-3 text-base font-medium">
            Authenticator app
          </h2>
          <AddApp button="Set up an app" onAdded={onAdded} />
        </section>
      </div>
    </>
  );
}

function SignOut() {
  const leave = async () => {
    await signOut(null);
    await loadAfresh('/sign-in');
  };
  return (
    <p className="mt-8 border-t border-line pt-4 text-sm text-fg-soft">
      Not you?{' '}
      <Button dense variant="ghost" onClick={leave}>
        Sign out
      </Button>
    </p>
  );
}
