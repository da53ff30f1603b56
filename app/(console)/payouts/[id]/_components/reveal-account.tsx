'use client';

import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ReasonDialog } from '#app/_components/reason-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
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

  const ask = async (reason: string) => {
    const result = await reveal({ id: payoutId, reason });
    if (!result.ok) return result.problem;
    setAccount(result.value.account);
    return null;
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span aria-live="polite">{account ? inGroups(account) : masked}</span>
      {account ? (
        <Button dense variant="ghost" onClick={() => setAccount(null)}>
          Hide
        </Button>
      ) : (
        <ReasonDialog
          title="Reveal the account number?"
          description="It is shown for 30 seconds. That you looked, and why, is recorded."
          placeholder="Beneficiary asks which account was paid"
          confirm="Reveal"
          onConfirm={ask}
          trigger={
            <Button dense variant="ghost" icon={<Eye aria-hidden />}>
              Reveal
            </Button>
          }
        />
      )}
    </span>
  );
}

/** Four digits at a time, as they are read out. */
const inGroups = (account: string): string => account.replace(/(.{4})(?=.)/g, '$1 ');
