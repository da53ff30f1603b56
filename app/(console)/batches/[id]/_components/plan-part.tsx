import { Amount } from '#components/payout/amount.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { BatchView } from '#lib/batches/read-batch.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { aboutTime, finishMs, quietHoursOf, sendingMs } from '#lib/domain/batch/plan.ts';
import { describeAmountRule } from '#lib/domain/describe-rule.ts';
import { amountInWords, formatAmount } from '#lib/domain/money.ts';
import { AcceptPlan } from './accept-plan.tsx';

/** By how many checkers the file takes. */
const APPROVALS = ['Nobody has to approve it.', 'One checker has to approve it.', 'Two checkers have to approve it.'];

/** What the file does: per connection count and sum, how long it takes, and what has to be confirmed. */
export function PlanPart({ batch, mayAccept }: { batch: BatchView; mayAccept: boolean }) {
  const { plan, isAccepted } = batch;
  const total = BigInt(plan.totalMinor);
  const quiet = quietHoursOf(plan.parts);
  const until = finishMs(plan.parts);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" className="text-lg font-semibold">
        Plan
      </h2>
      <p className="mt-1 text-base">
        {plan.rows.toLocaleString('en-IN')} {plan.rows === 1 ? 'payout' : 'payouts'},{' '}
        <strong className="font-medium">{formatAmount(total)}</strong>. {amountInWords(total)}.
      </p>
      <p className="mb-3 text-sm text-fg-soft">
        Sending takes {aboutTime(sendingMs(plan.parts))} at the rate of{' '}
        {plan.parts.length === 1 ? 'its connection' : 'its connections'}
        {until === null
          ? '; how long the gateway then needs is not known yet.'
          : `; all is final after ${aboutTime(until)}, as far as the past tells.`}
        {!isAccepted && APPROVALS[batch.checkers]}
      </p>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Connections of the plan">
        <table className="w-full text-left text-base">
          <thead className="text-xs text-fg-faint">
            <tr>
              <th className="py-1.5 pr-4 font-medium">Connection</th>
              <th className="py-1.5 pr-4 font-medium">Option</th>
              <th className="py-1.5 pr-4 text-right font-medium">Rows</th>
              <th className="py-1.5 pr-4 text-right font-medium">Sum</th>
              <th className="py-1.5 pr-4 text-right font-medium max-sm:hidden">Least</th>
              <th className="py-1.5 pr-4 text-right font-medium max-sm:hidden">Most</th>
              <th className="py-1.5 font-medium max-sm:hidden">Limits</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-y border-line">
            {plan.parts.map((part) => (
              <tr key={part.connectionId}>
                <th scope="row" className="py-1.5 pr-4 font-medium">
                  {part.connection}
                </th>
                <td className="py-1.5 pr-4">{part.option}</td>
                <td className="py-1.5 pr-4 text-right tabular-nums">{part.rows.toLocaleString('en-IN')}</td>
                <td className="py-1.5 pr-4 text-right">
                  <Amount minor={BigInt(part.totalMinor)} />
                </td>
                <td className="py-1.5 pr-4 text-right max-sm:hidden">
                  <Amount minor={BigInt(part.leastMinor)} />
                </td>
                <td className="py-1.5 pr-4 text-right max-sm:hidden">
                  <Amount minor={BigInt(part.mostMinor)} />
                </td>
                <td className="py-1.5 text-fg-soft max-sm:hidden">
                  {describeAmountRule(CATALOG[part.option]?.amount)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {quiet.length > 0 && !isAccepted && (
        <Notice tone="info" className="mt-3" title="Quiet hours">
          {quiet.join('; ')}
        </Notice>
      )}
      {!isAccepted && mayAccept && <AcceptPlan id={batch.id} planHash={batch.planHash} plan={plan} />}
      <p className="mt-3 text-xs text-fg-faint">
        Hash of the plan: <span className="break-all font-mono">{batch.planHash}</span>
      </p>
    </section>
  );
}
