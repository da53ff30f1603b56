import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import type { BatchView } from '#lib/batches/read-batch.ts';
import { aboutTime } from '#lib/domain/batch/plan.ts';
import { StateBar } from '../../_components/state-bar.tsx';
import { FinalChart } from './final-chart.tsx';

/** How far a batch is: rows and amount by status, rate, time to go. */
export function ProgressPart({ batch: { id, progress, overTime, pausedAt } }: { batch: BatchView }) {
  const { states, rows, done, ratePerSecond, sendingMs } = progress;
  return (
    <section aria-labelledby="progress">
      <h2 id="progress" className="mb-2 text-lg font-semibold">
        Progress
      </h2>
      <StateBar states={states} rows={rows} label="Progress" />
      <p className="mt-2 text-base text-fg-soft">
        {done.toLocaleString('en-IN')} of {rows.toLocaleString('en-IN')} final
        {ratePerSecond > 0 &&
          done < rows &&
          `, ${ratePerSecond < 1 ? 'under 1' : Math.round(ratePerSecond).toLocaleString('en-IN')} a second`}
        {pausedAt
          ? '. Paused: nothing leaves until it is resumed'
          : sendingMs
            ? `, the last leaves in ${aboutTime(sendingMs)}`
            : ''}
        {'. '}
        <Link href={`/payouts?batch=${id}`} className="rounded-sm underline hover:text-fg">
          Every payout of it
        </Link>
      </p>
      <dl className="mt-3 grid max-w-xl gap-y-1.5 border-t border-line pt-3">
        {states.map((one) => (
          <div key={one.state} className="grid grid-cols-[minmax(0,1fr)_5rem_9rem] items-baseline gap-x-4 text-base">
            <dt>
              <Link href={`/payouts?batch=${id}&state=${one.state}`} className="rounded-sm hover:underline">
                <StateBadge state={one.state} />
              </Link>
            </dt>
            <dd className="text-right tabular-nums">{one.rows.toLocaleString('en-IN')}</dd>
            <dd className="text-right">
              <Amount minor={one.sumMinor} />
            </dd>
          </div>
        ))}
      </dl>
      {overTime.length > 1 && <FinalChart points={overTime} rows={rows} />}
    </section>
  );
}
