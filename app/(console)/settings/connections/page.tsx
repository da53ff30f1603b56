import { Plug, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { listConnections, type ListedConnection } from '#lib/connections/list-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { SettingsTabs } from '../_components/settings-tabs.tsx';
import { ConnectionState } from './_components/connection-state.tsx';
import { MODE_WORDS } from './_components/mode-words.ts';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  const ctx = await requirePageCtx('/settings/connections');
  const connections = await shown(listConnections(ctx, {}));
  const add = mayCall(ctx.actor.role, 'save-connection') && (
    <ButtonLink href="/settings/connections/new" variant="primary" icon={<Plus aria-hidden />}>
      New connection
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="Settings" action={add} />
      <SettingsTabs current="/settings/connections" />
      {connections.length === 0 ? (
        <EmptyState icon={<Plug aria-hidden />} title="No connection yet">
          A connection holds the credentials of one shop at the gateway. Payouts can be made as soon as there is one.
        </EmptyState>
      ) : (
        <ConnectionTable connections={connections} />
      )}
    </>
  );
}

const HEAD = 'h-8 whitespace-nowrap px-3 text-left text-xs font-medium text-fg-soft';
const CELL = 'h-9 whitespace-nowrap px-3';

function ConnectionTable({ connections }: { connections: readonly ListedConnection[] }) {
  return (
    <div className="overflow-x-auto rounded border border-line" tabIndex={0} role="region" aria-label="Connections">
      <table className="w-full text-sm">
        <thead className="border-b border-line bg-sunken">
          <tr>
            {['Name', 'Option', 'State', 'Takes', 'Shop ID', 'Gateway', 'Last check'].map((title) => (
              <th key={title} scope="col" className={HEAD}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {connections.map((one) => (
            <tr key={one.id} className="hover:bg-hover">
              <th scope="row" className={`${CELL} text-left font-medium`}>
                <Link href={`/settings/connections/${one.id}`} className="text-accent-ink hover:underline">
                  {one.name}
                </Link>
              </th>
              <td className={CELL}>
                <Link href={`/options/${one.option}`} className="hover:underline">
                  {one.option}
                </Link>
              </td>
              <td className={CELL}>
                <ConnectionState {...one} />
              </td>
              <td className={CELL}>{MODE_WORDS[one.mode].label}</td>
              <td className={`${CELL} font-mono`}>{one.shopId}</td>
              <td className={`${CELL} text-fg-soft`}>{one.host}</td>
              <td className={`${CELL} text-fg-soft`}>
                {one.checkedAt ? <Time value={one.checkedAt} precision="minute" /> : 'Never'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
