import { Amount } from '#components/payout/amount.tsx';
import { STATE_LOOK } from '#components/payout/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { STATE_WORDS } from '#lib/domain/payout.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';

/** Count and sum of everything the filter finds, whatever is loaded; of many an estimate, until one asks for more. */
export function TotalsBar({
  totals,
  isStale,
  count,
  isCounting,
}: {
  totals: PayoutTotals | undefined;
  isStale: boolean;
  /** Counts exactly. */
  count: () => void;
  isCounting: boolean;
}) {
  if (!totals) return <div className="h-5" />;
  const { isExact, sumMinor, states } = totals;
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
          {totals.count.toLocaleString('en-IN')} {totals.count === 1 ? 'payout' : 'payouts'}
        </dt>
        <dd>
          {sumMinor === null ? (
            <Button dense variant="ghost" pending={isCounting} onClick={count} className="-my-1 h-6! text-accent-ink!">
              Count exactly
            </Button>
          ) : (
            <Amount minor={sumMinor} />
          )}
        </dd>
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
