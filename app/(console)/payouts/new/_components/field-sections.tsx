'use client';

import type { ReactNode } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { kindOf, type Field, type KindName } from '#lib/domain/field.ts';
import { fieldsOf, splitPath } from '#lib/domain/instruction.ts';
import { AccountRows } from './account-rows.tsx';
import { AmountReadout } from './amount-readout.tsx';
import { FieldRow } from './field-row.tsx';
import type { Target } from './typed-values.ts';
import type { PayoutFields } from './use-payout-form.ts';

/** What the parts of the gateway's request are to people. */
const TITLES: Record<string, string> = { method: 'Account', customer: 'Beneficiary' };

const WIDE: ReadonlySet<KindName> = new Set<KindName>(['address', 'text', 'amount', 'url']);

interface SectionsProps {
  form: PayoutFields;
  target: Target;
}

/** The fields of the chosen option, grouped as the request groups them; what nobody has to fill in is folded away. */
export function FieldSections({ form, target }: SectionsProps) {
  const fields = fieldsOf(target.option);
  const groups = [...new Set(fields.map(({ path }) => splitPath(path)[0]))].filter((group) => group !== null);
  const common = fields.filter(({ path }) => splitPath(path)[0] === null);
  const rows = (shown: Field[]) =>
    shown.map((field) => <Row key={field.path} form={form} target={target} field={field} />);
  const folded = common.filter((field) => !field.required);
  return (
    <>
      {groups.map((group) => (
        <Section key={group} title={TITLES[group] ?? group}>
          {rows(fields.filter(({ path }) => splitPath(path)[0] === group))}
        </Section>
      ))}
      <Section title="Payment">{rows(common.filter((field) => field.required))}</Section>
      <Disclosure summary="More" aside={folded.map((field) => kindOf(field).label.toLowerCase()).join(', ')}>
        <div className="grid gap-4 sm:grid-cols-2">{rows(folded)}</div>
      </Disclosure>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 border-t border-line pt-5">
      <legend className="sr-only">{title}</legend>
      <h2 aria-hidden className="mb-3 text-lg font-semibold">
        {title}
      </h2>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

function Row({ form, target, field }: SectionsProps & { field: Field }) {
  const width = WIDE.has(field.kind) ? 'sm:col-span-2' : undefined;
  if (kindOf(field).isSecret) return <AccountRows form={form} field={field} />;
  if (field.kind === 'flag' && target.fixedTest !== undefined)
    return <FixedFlag field={field} value={target.fixedTest} />;
  const hint = field.kind === 'amount' ? <AmountReadout form={form} target={target} field={field} /> : undefined;
  return <FieldRow form={form} field={field} hint={hint} className={width} />;
}

/** The connection leaves no choice; the box says so and cannot be changed. */
function FixedFlag({ field, value }: { field: Field; value: boolean }) {
  const hint = value ? 'This connection takes test payouts only.' : 'This connection takes live payouts only.';
  return <Checkbox name={field.path} label={kindOf(field).label} hint={hint} checked={value} disabled readOnly />;
}
