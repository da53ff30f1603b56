'use client';

import Link from 'next/link';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ApprovalView, OwnProof } from '#lib/approvals/approval-views.ts';
import { amountInWords, formatAmount } from '#lib/domain/money.ts';
import { totalOf, useApprove } from './use-approve.ts';

interface ApproveDialogProps {
  rows: ApprovalView[];
  own: OwnProof;
  /** Called when all of them are approved. */
  onApproved?: () => void;
  dense?: boolean;
}

/** A button and the question behind it: approves one payout, or a list with its total in words, with one proof. */
export function ApproveDialog({ rows: now, own, onApproved, dense }: ApproveDialogProps) {
  // While the question is open it stays what it was: nobody approves what slipped in.
  const [asked, setAsked] = useState<ApprovalView[] | null>(null);
  const rows = asked ?? now;
  const form = useId();
  const approval = useApprove(rows, () => {
    setAsked(null);
    onApproved?.();
  });
  const total = totalOf(rows);
  const ways = waysOf(rows, own);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '');
    approval.run(ways.session ? 'session' : { code });
  };

  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(isOpen) => {
        setAsked(isOpen ? now : null);
        approval.reset();
      }}
      trigger={
        <Button variant="primary" dense={dense} disabled={now.length === 0}>
          {now.length > 1 ? `Approve ${now.length}` : 'Approve'}
        </Button>
      }
      title={rows.length > 1 ? `Approve ${rows.length} payouts?` : `Approve ${formatAmount(total)}?`}
      description={aboutOf(rows)}
      footer={
        <>
          <DialogClose>
            <Button>Not now</Button>
          </DialogClose>
          {ways.passkey && (
            <Button variant="primary" pending={approval.isPending} onClick={() => approval.run('passkey')}>
              Approve with passkey
            </Button>
          )}
          {(ways.session || ways.totp) && (
            <Button
              type="submit"
              form={form}
              variant={ways.passkey ? 'secondary' : 'primary'}
              pending={approval.isPending}
            >
              {ways.session ? 'Approve' : 'Approve with the code'}
            </Button>
          )}
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-3">
        {own.isLetOff && (
          <Notice tone="info" title="Sandbox">
            A demo person approves without a second factor. With real money it takes a passkey or a code.
          </Notice>
        )}
        {ways.session && !own.isLetOff && (
          <p className="text-sm text-fg-soft">You gave your second factor less than 5 minutes ago: that is enough.</p>
        )}
        {ways.passkey && ways.needsPasskey && (
          <p className="text-sm text-fg-soft">
            Above {formatAmount(own.passkeyAboveMinor)} your passkey signs exactly{' '}
            {rows.length > 1 ? 'these payouts and their total' : 'this payout'}.
          </p>
        )}
        {ways.totp && (
          <Field label="Code of your authenticator app" error={approval.problem?.fields?.code?.[0]}>
            <Input name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} mono />
          </Field>
        )}
        {!ways.session && !ways.totp && !ways.passkey && (
          <Notice tone="warning" title={ways.needsPasskey ? 'This takes a passkey' : 'This takes a second factor'}>
            <Link href="/settings/account">
              Add {ways.needsPasskey ? 'a passkey' : 'a passkey or an authenticator app'} to your account
            </Link>{' '}
            first.
          </Notice>
        )}
        {approval.problem && !approval.problem.fields?.code && (
          <Notice tone="danger" announce>
            {approval.problem.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

function aboutOf(rows: ApprovalView[]): string {
  const [only] = rows;
  const words = amountInWords(totalOf(rows));
  if (rows.length !== 1 || !only) return `${formatAmount(totalOf(rows))} in all: ${words}. All of them or none.`;
  return `${words} to ${only.beneficiary}, account ending in ${only.account.slice(-4)} at ${only.bank ?? only.ifsc}.`;
}

/** The proofs that the server takes from this person for these payouts. */
function waysOf(rows: ApprovalView[], { isLetOff, isFresh, passkeys, totp, passkeyAboveMinor }: OwnProof) {
  // One proof over a list is as much as the largest sum it lets go.
  const needsPasskey = totalOf(rows) > passkeyAboveMinor;
  const session = isLetOff || (isFresh && !needsPasskey);
  return {
    needsPasskey,
    session,
    passkey: !session && passkeys > 0,
    totp: !session && totp && !needsPasskey,
  };
}
