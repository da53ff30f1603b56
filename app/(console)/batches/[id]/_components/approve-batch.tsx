'use client';

import { startAuthentication } from '@simplewebauthn/browser';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { BatchView } from '#lib/batches/read-batch.ts';
import { amountInWords, formatAmount } from '#lib/domain/money.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { approve, beginApproval } from '../../actions.ts';

type Proof = Parameters<typeof approve>[0]['proof'];

const NOT_SIGNED: ProblemView = { code: 'forbidden', message: 'The passkey was not used. Nothing was approved.' };

/** Approves a whole batch with one proof over its plan's hash. */
export function ApproveBatch({ batch }: { batch: BatchView }) {
  const router = useRouter();
  const form = useId();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const { own, needsPasskey } = batch.approvals;
  const ways = { passkey: !own.isLetOff && own.passkeys > 0, totp: !own.isLetOff && own.totp && !needsPasskey };

  const run = (prove: () => Promise<Proof | null>) =>
    start(async () => {
      setProblem(null);
      const proof = await prove();
      const result = proof ? await approve({ id: batch.id, planHash: batch.planHash, proof }) : null;
      if (!result?.ok) return setProblem(result ? result.problem : NOT_SIGNED);
      setOpen(false);
      router.refresh();
    });
  const withPasskey = async (): Promise<Proof | null> => {
    const asked = await beginApproval({ id: batch.id });
    if (!asked.ok) return null;
    const response = await startAuthentication({ optionsJSON: asked.value }).catch(() => null);
    return response && { kind: 'passkey', response };
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '');
    run(async () => (own.isLetOff ? { kind: 'session' } : { kind: 'totp', code }));
  };

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setProblem(null);
      }}
      trigger={<Button variant="primary">Approve the batch</Button>}
      title={`Approve ${formatAmount(batch.totalMinor)}?`}
      description={`${batch.plan.rows.toLocaleString('en-IN')} payouts: ${amountInWords(batch.totalMinor)}. All of them or none.`}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          {ways.passkey && (
            <Button variant="primary" pending={isPending} onClick={() => run(withPasskey)}>
              Approve with passkey
            </Button>
          )}
          {(own.isLetOff || ways.totp) && (
            <Button type="submit" form={form} variant={ways.passkey ? 'secondary' : 'primary'} pending={isPending}>
              {own.isLetOff ? 'Approve' : 'Approve with the code'}
            </Button>
          )}
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        <p className="text-xs text-fg-faint">
          Hash of the plan: <span className="break-all font-mono">{batch.planHash}</span>
        </p>
        {own.isLetOff && (
          <Notice tone="info" title="Sandbox">
            A demo person approves without a second factor. With real money it takes a passkey or a code.
          </Notice>
        )}
        {ways.totp && (
          <Field label="Code of your authenticator app" error={problem?.fields?.code?.[0]}>
            <Input name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} mono />
          </Field>
        )}
        {!own.isLetOff && !ways.totp && !ways.passkey && (
          <Notice tone="warning" title={needsPasskey ? 'This takes a passkey' : 'This takes a second factor'}>
            Add {needsPasskey ? 'a passkey' : 'a passkey or an authenticator app'} to your account first.
          </Notice>
        )}
        {problem && !problem.fields?.code && (
          <Notice tone="danger" announce>
            {problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
