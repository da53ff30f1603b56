import { PlugZap, ShieldX } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { PayoutForm } from './_components/payout-form.tsx';

export const metadata: Metadata = { title: 'New payout' };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function NewPayoutPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requirePageCtx('/payouts/new');
  const header = <PageHeader title="New payout" back={{ href: '/payouts', label: 'Payouts' }} />;
  if (!mayCall(ctx.actor.role, 'create-payout')) {
    return (
      <>
        {header}
        <EmptyState icon={<ShieldX aria-hidden />} title="Your role makes no payouts">
          You are signed in as {ctx.actor.role}. A maker can fill in this form.
        </EmptyState>
      </>
    );
  }
  const connections = await listPayableConnections(ctx, {});
  const asked = (await searchParams).option;
  const codes = Object.keys(CATALOG).filter((code) => connections.some(({ option }) => option === code));
  const first = codes.find((code) => code === asked) ?? codes[0];
  if (!first) {
    const settings = <ButtonLink href="/settings/connections">Connections</ButtonLink>;
    return (
      <>
        {header}
        <EmptyState icon={<PlugZap aria-hidden />} title="No connection to pay through yet" action={settings}>
          An admin adds the credentials of a shop at the gateway; then its option can be chosen here.
        </EmptyState>
      </>
    );
  }
  // The id is made with the form: however often the form is sent, it makes one payout.
  return (
    <>
      {header}
      <PayoutForm
        freshId={ctx.id()}
        owner={ctx.actor.id}
        connections={connections.filter(({ option }) => codes.includes(option))}
        asked={{ option: first, isExplicit: first === asked }}
      />
    </>
  );
}
