import { type Role, mayCall } from '#lib/domain/access.ts';
import { formatAmount } from '#lib/domain/money.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';
import { Button } from '#components/ui/button.tsx';
import { CancelPayout } from './cancel-payout.tsx';
import { RefreshStatus } from './refresh-status.tsx';

/** What this person may do with this payout now; what nobody can do says why. */
export function PayoutActions({ payout, role }: { payout: PayoutView; role: Role }) {
  const { id, queries, isAskable, isCancellable } = payout;
  const newest = queries[0];
  return (
    <>
      {!mayCall(role, 'check-payouts') ? null : isAskable ? (
        <RefreshStatus payoutId={id} lastQuery={newest ? String(newest.id) : 'none'} />
      ) : (
        <>
          <p id="no-refresh" className="text-sm text-fg-soft">
            {nothingToAsk(payout)}
          </p>
          <Button disabled aria-describedby="no-refresh">
            Refresh status
          </Button>
        </>
      )}
      {isCancellable && mayCall(role, 'cancel-payout') && (
        <CancelPayout payoutId={id} summary={`${formatAmount(payout.amountMinor)} to ${payout.beneficiary}`} />
      )}
    </>
  );
}

function nothingToAsk({ state, isClosedByPeople, isCancellable }: PayoutView): string {
  if (isClosedByPeople) return 'It was closed; the gateway gave no uid to ask for.';
  if (state === 'queued' && !isCancellable) return 'It is to be sent again.';
  if (state === 'sending') return 'Its answer is still awaited.';
  if (state === 'failed') return 'The gateway never took it.';
  return state === 'cancelled' ? 'It was never sent.' : 'It was not sent yet.';
}
