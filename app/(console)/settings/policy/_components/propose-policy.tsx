'use client';

import { FormDialog } from '#app/_components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { formatPlain } from '#lib/domain/money.ts';
import type { ApprovalPolicy } from '#lib/domain/policy.ts';
import { propose } from '../actions.ts';
import { readProposal } from './read-proposal.ts';

/** Proposes another policy: up to where nobody, up to where one, above that two checkers. */
export function ProposePolicy({ rules, replaces }: { rules: ApprovalPolicy; replaces: boolean }) {
  const upTo = (checkers: number) => {
    const end = rules.bands.findLast((band) => band.checkers === checkers)?.upToMinor;
    return end ? formatPlain(end) : '';
  };
  return (
    <FormDialog
      trigger={<Button variant="primary">Propose another policy</Button>}
      title="Propose another policy"
      description={`It is in force when another admin consents.${replaces ? ' It replaces the open proposal.' : ''}`}
      confirm="Propose it"
      onSubmit={async (typed) => {
        const read = readProposal(typed, rules.exceptions);
        return read.ok ? propose(read.rules) : { ok: false, problem: { code: 'invalid', message: read.message } };
      }}
    >
      {() => (
        <>
          <Field label="No checker up to" hint="Empty: every payout needs a checker.">
            <Input name="none" before="₹" inputMode="decimal" defaultValue={upTo(0)} />
          </Field>
          <Field label="One checker up to" hint="Two above. Empty: two for all others.">
            <Input name="one" before="₹" inputMode="decimal" defaultValue={upTo(1)} />
          </Field>
          <Field label="A passkey is needed above" required>
            <Input name="passkey" before="₹" inputMode="decimal" defaultValue={formatPlain(rules.passkeyAboveMinor)} />
          </Field>
          <Field label="Days until it goes back to the maker" required>
            <Input name="days" inputMode="numeric" defaultValue={String(rules.expiryDays)} />
          </Field>
          <Field label="Hours before a changed account is paid to" hint="After a checker confirmed it." required>
            <Input name="cooling" inputMode="numeric" defaultValue={String(rules.coolingOffHours)} />
          </Field>
          <Checkbox
            name="fresh"
            label="At least one checker for an account never paid before"
            defaultChecked={rules.exceptions.some(({ newBeneficiary }) => newBeneficiary === true)}
          />
        </>
      )}
    </FormDialog>
  );
}
