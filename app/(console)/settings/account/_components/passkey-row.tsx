'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { StepUpRun } from '#app/_components/step-up.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Time } from '#components/ui/time.tsx';
import { toast } from '#components/ui/toast.ts';
import { removePasskey, renamePasskey } from '../actions.ts';

export interface Passkey {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  isBackedUp: boolean;
}

/** One passkey, with what is needed to tell it from the others. */
export function PasskeyRow({ passkey, run }: { passkey: Passkey; run: StepUpRun }) {
  const { id, name, createdAt, lastUsedAt, isBackedUp } = passkey;
  const router = useRouter();
  const [typed, setTyped] = useState<string | null>(null);
  const [isBusy, start] = useTransition();
  const rename = () =>
    start(async () => {
      const result = await renamePasskey({ id, name: typed ?? name });
      if (!result.ok) return void toast.error(result.problem.fields?.name?.[0] ?? result.problem.message);
      setTyped(null);
      router.refresh();
    });
  const remove = () =>
    start(async () => {
      const result = await run(() => removePasskey({ id }));
      if (result.ok) toast.success(`The passkey “${name}” was removed`);
      else toast.error(result.problem.message);
      router.refresh();
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2">
      {typed === null ? (
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-fg-soft">
            Added <Time value={createdAt} precision="day" />
            {lastUsedAt && (
              <>
                , last used <Time value={lastUsedAt} precision="minute" />
              </>
            )}
            {isBackedUp && ', kept by a provider as well'}
          </span>
        </span>
      ) : (
        <Field label={`New name of ${name}`} hideLabel className="min-w-40! flex-1">
          <Input dense autoFocus maxLength={60} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      {typed === null ? (
        <Button dense onClick={() => setTyped(name)} aria-label={`Rename ${name}`}>
          Rename
        </Button>
      ) : (
        <Button dense variant="primary" pending={isBusy} onClick={rename}>
          Save
        </Button>
      )}
      <Button dense pending={isBusy} onClick={remove} aria-label={`Remove ${name}`}>
        Remove
      </Button>
    </li>
  );
}
