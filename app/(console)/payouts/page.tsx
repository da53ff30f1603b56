import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { Suspense } from 'react';
import { DENSITY_COOKIE, isDenseBy } from '#components/table/density.ts';
import { hasLettersBy, LETTERS_COOKIE } from '#components/table/letter-keys.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { readFilter, writeFilter } from '#lib/domain/filter.ts';
import { listNames } from '#lib/payouts/list-names.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { SAMPLES } from '#lib/payouts/sample-payouts.ts';
import { totalPayouts } from '#lib/payouts/total-payouts.ts';
import { listViews } from '#lib/views/list-views.ts';
import { requirePageCtx, type MemberCtx } from '#lib/server/session.ts';
import { LAYOUT_COOKIE, readLayout } from './_components/column-layout.ts';
import { ListSkeleton } from './_components/list-skeleton.tsx';
import { PayoutsScreen } from './_components/payouts-screen.tsx';

export const metadata: Metadata = { title: 'Payouts' };

type Query = Record<string, string | string[] | undefined>;

export default async function PayoutsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { filter, dropped } = readFilter(await searchParams);
  const search = String(writeFilter(filter));
  const ctx = await requirePageCtx(search ? `/payouts?${search}` : '/payouts');
  const mayCreate = mayCall(ctx.actor.role, 'create-payout');
  return (
    <>
      <PageHeader
        title="Payouts"
        action={
          mayCreate && (
            <ButtonLink href="/payouts/new" variant="primary" icon={<Plus aria-hidden />}>
              New payout
            </ButtonLink>
          )
        }
      />
      {/* Not a loading file: that would also stand in for the pages below this one, which look otherwise. */}
      <Suspense fallback={<ListSkeleton />}>
        <List ctx={ctx} search={search} dropped={dropped} />
      </Suspense>
    </>
  );
}

async function List({ ctx, search, dropped }: { ctx: MemberCtx; search: string; dropped: string[] }) {
  const { role } = ctx.actor;
  const [page, totals, names, views, connections, jar] = await Promise.all([
    listPayouts(ctx, { filter: search }),
    totalPayouts(ctx, { filter: search }),
    listNames(ctx, {}),
    listViews(ctx, {}),
    listPayableConnections(ctx, {}),
    cookies(),
  ]);
  const hasSandbox = connections.some(({ isSandbox }) => isSandbox);
  return (
    <PayoutsScreen
      initial={{ search, page, totals, at: ctx.now().getTime() }}
      dropped={dropped}
      names={names}
      views={views}
      isDense={isDenseBy(jar.get(DENSITY_COOKIE)?.value)}
      hasLetters={hasLettersBy(jar.get(LETTERS_COOKIE)?.value)}
      layout={readLayout(jar.get(LAYOUT_COOKIE)?.value)}
      rights={{
        mayCreate: mayCall(role, 'create-payout'),
        mayCheck: mayCall(role, 'check-payouts'),
        mayCancel: mayCall(role, 'cancel-payouts'),
        mayNote: mayCall(role, 'note-payouts'),
        mayExportAccounts: mayCall(role, 'export-accounts'),
      }}
      samples={mayCall(role, 'send-samples') && hasSandbox && !ctx.isLive ? SAMPLES : 0}
    />
  );
}
