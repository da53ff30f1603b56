import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { SendSamples } from '#components/payout/send-samples.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { SAMPLES } from '#lib/payouts/sample-payouts.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { OutcomeTable } from './_components/outcome-table.tsx';
import { sendAll } from './actions.ts';

export const metadata: Metadata = { title: 'Sandbox' };

export default async function SandboxPage() {
  const ctx = await requirePageCtx('/sandbox');
  const connections = await listPayableConnections(ctx, {});
  if (!connections.some(({ isSandbox }) => isSandbox)) notFound();
  const maySend = mayCall(ctx.actor.role, 'send-samples') && connections.every(({ isSandbox }) => isSandbox);
  return (
    <>
      <PageHeader
        title="Sandbox"
        meta="A stand-in for the gateway, on this machine. It speaks as the gateway does, and moves no money."
      />
      <div className="grid max-w-[880px] gap-8">
        <section className="grid gap-3">
          <p className="max-w-prose text-base text-fg-soft">
            Pay through a sandbox connection and choose what happens by the last digits of the account number, or by the
            paise of the amount. The first row that fits decides. The gateway itself has no such rules.
          </p>
          {maySend && <SendSamples send={sendAll} count={SAMPLES} />}
          <p className="text-sm">
            <Link href="/payouts" className="rounded-sm text-accent-ink underline-offset-2 hover:underline">
              See the payouts
            </Link>
          </p>
        </section>
        <OutcomeTable />
      </div>
    </>
  );
}
