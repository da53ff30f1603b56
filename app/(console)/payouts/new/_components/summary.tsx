'use client';

import { TriangleAlert } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { Amount } from '#components/payout/amount.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { PayableConnection } from '#lib/connections/list-payable-connections.ts';
import { advise, advisoryKey } from '#lib/domain/advisory.ts';
import { beneficiaryOf } from '#lib/domain/beneficiary.ts';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import { amountInWords, parseAmount } from '#lib/domain/money.ts';
import { maskTail } from '#lib/domain/text.ts';
import { cleanedValues, type Target } from './typed-values.ts';
import type { PayoutFields } from './use-payout-form.ts';

const MINUTE_MS = 60_000;

/** What the form amounts to so far, in words one can read aloud. */
export function Summary({
  form,
  target,
  connection,
}: {
  form: PayoutFields;
  target: Target;
  connection: PayableConnection;
}) {
  const typed = useWatch({ control: form.control });
  const minute = useMinute();
  const values = cleanedValues(target.option, typed);
  const parsed = parseAmount(values.amount ?? '');
  const amountMinor = parsed.ok ? parsed.amountMinor : 0n;
  const test = target.fixedTest ?? typed.test === true;
  const instruction = { option: target.code, amountMinor, test, values };
  const advisories = minute === null ? [] : advise(target.option, instruction, new Date(minute * MINUTE_MS));
  const account = values[accountFieldOf(target.option).path];
  return (
    <aside aria-labelledby="summary-title" className="rounded border border-line bg-surface p-4 lg:sticky lg:top-6">
      <h2 id="summary-title" className="text-xs font-medium text-fg-soft">
        Summary
      </h2>
      {parsed.ok ? (
        <>
          <Amount minor={amountMinor} className="mt-1 block text-2xl font-semibold tracking-tight" />
          <p className="mt-0.5 text-sm text-fg-soft">{amountInWords(amountMinor)}</p>
        </>
      ) : (
        <p className="mt-1 text-2xl font-semibold tracking-tight text-fg-faint">₹ –</p>
      )}
      <dl className="mt-4 flex flex-col gap-3 border-t border-line pt-4 text-sm">
        <Fact term="To">
          {beneficiaryOf(target.option, values) ?? <span className="text-fg-faint">Nobody named yet</span>}
          {account && <span className="block font-mono text-fg-soft">{maskTail(account, 4)}</span>}
        </Fact>
        <Fact term="Option">
          <span className="font-mono font-medium">{target.code}</span>{' '}
          <span className="text-fg-soft">{target.option.summary}</span>
        </Fact>
        <Fact term="Through">
          <span className="mr-1.5">{connection.name}</span>
          {connection.isSandbox && <Badge>Sandbox</Badge>} {test && <Badge tone="info">Test</Badge>}
        </Fact>
        {advisories.length > 0 && (
          <Fact term="To confirm">
            <ul className="flex flex-col gap-1.5">
              {advisories.map((advisory) => (
                <li key={advisoryKey(advisory)} className="flex gap-1.5 text-warning-fg">
                  <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                  {advisory.message}
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </aside>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-fg-faint">{term}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

/** The current minute, for rules of the time of day; null on the server, whose clock the browser need not share. */
function useMinute(): number | null {
  return useSyncExternalStore(everyMinute, () => Math.floor(Date.now() / MINUTE_MS), noMinute);
}

const noMinute = () => null;

function everyMinute(onChange: () => void): () => void {
  const timer = setInterval(onChange, MINUTE_MS / 4);
  return () => clearInterval(timer);
}
