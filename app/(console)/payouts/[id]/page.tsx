import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { Timeline } from '#components/payout/timeline.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall } from '#lib/domain/access.ts';
import type { Doubt } from '#lib/domain/doubt.ts';
import { amountInWords, formatAmount } from '#lib/domain/money.ts';
import { readApprovals } from '#lib/approvals/read-approvals.ts';
import { readPayout, type PayoutView } from '#lib/payouts/read-payout.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ApprovalBlock } from './_components/approval-block.tsx';
import { Care } from './_components/care.tsx';
import { Facts } from './_components/facts.tsx';
import { FollowPayout } from './_components/follow-payout.tsx';
import { meaningOf } from './_components/meaning.ts';
import { PayoutActions } from './_components/payout-actions.tsx';
import { Warnings } from './_components/warnings.tsx';
import { WaysOut } from './_components/ways-out.tsx';

export const metadata: Metadata = { title: 'Payout' };

export default async function PayoutPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/payouts/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  const payout = await shown(readPayout(ctx, { id }));
  const approvals = await shown(readApprovals(ctx, { id }));
  return (
    <>
      <PageHeader
        back={{ href: '/payouts', label: 'Payouts' }}
        title={<Amount minor={payout.amountMinor} className="text-2xl" />}
        meta={`${amountInWords(payout.amountMinor)} to ${payout.beneficiary}`}
        action={<PayoutActions payout={payout} role={ctx.actor.role} />}
      />
      <div className="grid gap-5">
        <State payout={payout} />
        {approvals.required > 0 && <ApprovalBlock view={approvals} own={approvals.own} />}
        <Warnings payout={payout} role={ctx.actor.role} />
        <Care payout={payout} mayNote={mayCall(ctx.actor.role, 'note-payouts')} />
        {payout.doubt && (
          <EndDoubt payout={payout} doubt={payout.doubt} mayDecide={mayCall(ctx.actor.role, 'resolve-doubt')} />
        )}
        <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <Facts payout={payout} mayReveal={mayCall(ctx.actor.role, 'reveal-account')} />
          <section>
            <h2 className="text-lg font-semibold">Timeline</h2>
            <p className="mb-4 text-sm text-fg-faint">Newest first. Secrets and account numbers are masked.</p>
            <Timeline entries={payout.timeline} />
          </section>
        </div>
      </div>
    </>
  );
}

function EndDoubt({ payout, doubt, mayDecide }: { payout: PayoutView; doubt: Doubt; mayDecide: boolean }) {
  const { id, requestId, amountMinor, beneficiary, account, bank, ifsc } = payout;
  const spoken = {
    amount: formatAmount(amountMinor),
    inWords: amountInWords(amountMinor),
    payee: `${beneficiary}, account ending in ${account.slice(-4)} at ${bank ?? ifsc}`,
  };
  return <WaysOut payoutId={id} requestId={requestId} spoken={spoken} doubt={doubt} mayDecide={mayDecide} />;
}

function State({ payout }: { payout: PayoutView }) {
  const { id, state, stateAt, test } = payout;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-y border-line py-3">
      <span aria-live="polite" className="inline-flex">
        <StateBadge state={state} />
      </span>
      {test && <Badge>Test</Badge>}
      <span className="text-base">{meaningOf(payout)}</span>
      <span className="text-sm text-fg-soft">
        Since <Time value={stateAt} relative />
      </span>
      <span className="inline-flex md:ml-auto">
        <FollowPayout payoutId={id} />
      </span>
    </div>
  );
}
