import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listConnections, type ListedConnection } from '#lib/connections/list-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ConnectionForm } from '../_components/connection-form.tsx';
import { ConnectionState } from '../_components/connection-state.tsx';
import { ConnectionStatus } from '../_components/connection-status.tsx';
import { MODE_WORDS } from '../_components/mode-words.ts';

export const metadata: Metadata = { title: 'Connection' };

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/settings/connections/${encodeURIComponent(id)}`);
  const connection = (await shown(listConnections(ctx, {}))).find((one) => one.id === id);
  if (!connection) notFound();
  const mayEdit = mayCall(ctx.actor.role, 'save-connection');
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {connection.name} <ConnectionState {...connection} />
          </span>
        }
        meta={connection.isSandbox ? 'A shop of the sandbox gateway: no money moves.' : undefined}
        back={{ href: '/settings/connections', label: 'Connections' }}
      />
      <div className="flex max-w-[640px] flex-col gap-6">
        <ConnectionStatus connection={connection} mayAct={mayEdit} />
        {mayEdit ? <ConnectionForm connection={connection} isLive={ctx.isLive} /> : <Facts connection={connection} />}
      </div>
    </>
  );
}

function Facts({ connection }: { connection: ListedConnection }) {
  const { option, host, shopId, mode, publicKey } = connection;
  return (
    <DescriptionList>
      <DescriptionRow term="Integration option">
        <Link href={`/options/${option}`} className="text-accent-ink hover:underline">
          {option}
        </Link>
      </DescriptionRow>
      <DescriptionRow term="Takes">{MODE_WORDS[mode].label}</DescriptionRow>
      <DescriptionRow term="Gateway">{host}</DescriptionRow>
      <DescriptionRow term="Shop ID" mono copy={shopId}>
        {shopId}
      </DescriptionRow>
      <DescriptionRow term="Public key" mono copy={publicKey}>
        <span className="break-all">{publicKey}</span>
      </DescriptionRow>
    </DescriptionList>
  );
}
