import { Amount } from '#components/payout/amount.tsx';
import { STATE_LOOK } from '#components/payout/state-badge.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { cn } from '#components/ui/cn.ts';
import { STATE_WORDS } from '#lib/domain/payout.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';

/** Count and sum of everything the filter finds, whatever is loaded; by status where there is room. */
export function TotalsBar({ totals, isStale }: { totals: PayoutTotals | undefined; isStale: boolean }) {
  if (!totals) return <div className="h-5" />;
  const { count, isExact, sumMinor, states } = totals;
  return (
    <dl
      aria-label="Totals of the filter"
      aria-busy={isStale}
      className={cn(
        'flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm transition-opacity',
        isStale && 'opacity-55',
      )}
    >
      <div className="flex items-baseline gap-1.5 font-medium">
        <dt>
          {isExact ? '' : 'About '}
          {count.toLocaleString('en-IN')} {count === 1 ? 'payout' : 'payouts'}
        </dt>
        {sumMinor !== null && (
          <dd>
            <Amount minor={sumMinor} />
          </dd>
        )}
      </div>
      {states.length > 1 &&
        states.map(({ state, ...part }) => {
          const { Icon, tone } = STATE_LOOK[state];
          return (
            <div key={state} className="flex items-baseline gap-1.5 text-fg-soft max-md:hidden">
              <dt className="inline-flex items-baseline gap-1">
                <Icon aria-hidden className={cn('size-3 self-center', TONE_TEXT[tone])} />
                {STATE_WORDS[state].label} {part.count.toLocaleString('en-IN')}
              </dt>
              <dd>
                <Amount minor={part.sumMinor} />
              </dd>
            </div>
          );
        })}
    </dl>
  );
}
