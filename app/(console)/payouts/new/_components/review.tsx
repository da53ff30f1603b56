'use client';

import { useEffect, useRef, useState } from 'react';
import { FieldValue } from '#components/field/field-value.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { PayableConnection } from '#lib/connections/list-payable-connections.ts';
import { advisoryKey } from '#lib/domain/advisory.ts';
import { beneficiaryOf } from '#lib/domain/beneficiary.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { fieldsOf, type Instruction } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { AdvisoryTicks, tickName } from './advisory-ticks.tsx';
import { focusField } from './form-errors.tsx';
import type { Busy, Reviewed } from './use-submission.ts';

const PROGRESS: Record<NonNullable<Busy>, string> = {
  checking: '',
  sending: 'Making it…',
  waiting: 'It is made. Waiting up to ten seconds for the gateway’s first answer…',
  leaving: 'Opening the payout…',
};

/** Everything as it will be sent, to be read before money moves. */
export function Review({
  reviewed,
  option,
  connection,
  busy,
  onPay,
  onBack,
  onTake,
}: {
  reviewed: Reviewed;
  option: Option;
  connection: PayableConnection;
  busy: Busy;
  onPay: (acknowledged: string[]) => void;
  onBack: () => void;
  onTake: (path: string, suggestion: string) => void;
}) {
  const { preview, instruction } = reviewed;
  const heading = useRef<HTMLHeadingElement>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [isMissed, setMissed] = useState(false);
  // Not the button: an Enter key still held down from the form must not pay.
  useEffect(() => heading.current?.focus(), []);

  function pay() {
    const open = preview.advisories.find((advisory) => !ticked.has(advisoryKey(advisory)));
    setMissed(open !== undefined);
    if (open) focusField(tickName(open));
    else onPay(preview.advisories.map(advisoryKey));
  }

  return (
    <section aria-labelledby="review-title" className="flex flex-col gap-5">
      <div>
        <h2 id="review-title" ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          Check before you pay
        </h2>
        <p className="mt-3 text-2xl font-semibold tracking-tight">{preview.amount}</p>
        <p className="mt-0.5 text-fg-soft">
          {preview.words} <span className="text-fg">to {beneficiaryOf(option, instruction.values)}</span>
        </p>
      </div>
      {preview.advisories.length > 0 && (
        <AdvisoryTicks
          option={option}
          advisories={preview.advisories}
          ticked={ticked}
          isMissed={isMissed}
          onTick={(key, isTicked) => setTicked((now) => withTick(now, key, isTicked))}
          onTake={onTake}
        />
      )}
      {preview.checkers > 0 && (
        <Notice tone="info" title={`Waits for approval by ${preview.checkers === 1 ? 'one checker' : 'two checkers'}`}>
          Nothing is sent before {preview.checkers === 1 ? 'another person approves' : 'two other people approve'} it.
          You cannot approve what you made.
        </Notice>
      )}
      <DescriptionList className="border-y border-line">
        <DescriptionRow term="Option">
          <span className="font-mono">{instruction.option}</span> {option.summary}
        </DescriptionRow>
        <DescriptionRow term="Through">
          {connection.name} {connection.isSandbox && <Badge className="ml-1">Sandbox</Badge>}
        </DescriptionRow>
        {fieldsOf(option).map((field) => (
          <FieldFact key={field.path} field={field} instruction={instruction} bank={preview.bank} />
        ))}
      </DescriptionList>
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" pending={busy !== null} onClick={pay}>
          {preview.checkers > 0 ? `Submit ${preview.amount} for approval` : `Pay ${preview.amount}`}
        </Button>
        <Button variant="ghost" onClick={onBack} aria-disabled={busy !== null || undefined}>
          Change something
        </Button>
        <p role="status" className="text-sm text-fg-soft">
          {busy && PROGRESS[busy]}
        </p>
      </div>
    </section>
  );
}

function withTick(ticked: ReadonlySet<string>, key: string, isTicked: boolean): ReadonlySet<string> {
  return new Set(isTicked ? [...ticked, key] : [...ticked].filter((one) => one !== key));
}

function FieldFact({ field, instruction, bank }: { field: Field; instruction: Instruction; bank: string | null }) {
  const { label } = kindOf(field);
  if (field.kind === 'amount') return null;
  const value = field.kind === 'flag' ? String(instruction.test) : instruction.values[field.path];
  if (value === undefined) {
    if (field.kind !== 'trackingId') return null;
    return (
      <DescriptionRow term={label}>
        <span className="text-fg-faint">Made when it is sent</span>
      </DescriptionRow>
    );
  }
  return (
    <DescriptionRow term={label}>
      {/* The account number in full, this once: it is what has to be compared. */}
      <FieldValue field={field} value={value} whole />
      {field.kind === 'ifsc' && bank && <span className="ml-2 text-fg-soft">{bank}</span>}
    </DescriptionRow>
  );
}
