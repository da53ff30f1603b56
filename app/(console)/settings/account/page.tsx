import type { Metadata } from 'next';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ROLE_WORDS } from '#lib/domain/access.ts';
import { readAccount } from '#lib/people/read-account.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { FactorSettings } from './_components/factor-settings.tsx';
import { SessionList } from './_components/session-list.tsx';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const ctx = await requirePageCtx('/settings/account');
  const account = await shown(readAccount(ctx, {}));
  const { name, email, role } = ctx.actor;
  const hasNone = !account.hasTotp && account.passkeys.length === 0;
  return (
    <>
      <PageHeader title="Your account" />
      <div className="flex max-w-[640px] flex-col gap-8">
        <DescriptionList>
          <DescriptionRow term="Name">{name}</DescriptionRow>
          <DescriptionRow term="E-mail">{email}</DescriptionRow>
          <DescriptionRow term="Role">
            {role}: {ROLE_WORDS[role]}
          </DescriptionRow>
        </DescriptionList>
        {ctx.actor.isDemo && hasNone && account.needsFactor && (
          <Notice tone="info" title="A demo account needs no second factor">
            While no live connection exists, the demo people come in by password alone. Everybody else with the role{' '}
            {role} has to add one at the first sign-in. Add one here to try it; approving larger payouts takes one.
          </Notice>
        )}
        <FactorSettings
          hasTotp={account.hasTotp}
          passkeys={account.passkeys}
          recoveryCodesLeft={account.recoveryCodesLeft}
        />
        <SessionList sessions={account.sessions} />
      </div>
    </>
  );
}
