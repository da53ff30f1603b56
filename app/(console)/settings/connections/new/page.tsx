import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '#components/ui/page-header.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ConnectionForm } from '../_components/connection-form.tsx';

export const metadata: Metadata = { title: 'New connection' };

export default async function NewConnectionPage() {
  const ctx = await requirePageCtx('/settings/connections/new');
  if (!mayCall(ctx.actor.role, 'save-connection')) notFound();
  return (
    <>
      <PageHeader
        title="New connection"
        meta="The credentials of one shop, as the gateway’s back office shows them."
        back={{ href: '/settings/connections', label: 'Connections' }}
      />
      <ConnectionForm isLive={ctx.isLive} />
    </>
  );
}
