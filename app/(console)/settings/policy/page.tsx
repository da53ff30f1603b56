import type { Metadata } from 'next';
import { Badge } from '#components/ui/badge.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { readPolicy, type PolicyView } from '#lib/approvals/read-policy.ts';
import { mayCall } from '#lib/domain/access.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { SettingsTabs } from '../_components/settings-tabs.tsx';
import { Consent } from './_components/consent.tsx';
import { ProposePolicy } from './_components/propose-policy.tsx';
import { Rules } from './_components/rules.tsx';

export const metadata: Metadata = { title: 'Approval policy' };

export default async function PolicyPage() {
  const ctx = await requirePageCtx('/settings/policy');
  const { version, rules, open, history } = await shown(readPolicy(ctx, {}));
  const mayPropose = mayCall(ctx.actor.role, 'propose-policy');
  return (
    <>
      <PageHeader title="Settings" action={mayPropose && <ProposePolicy rules={rules} replaces={open !== null} />} />
      <SettingsTabs current="/settings/policy" />
      <div className="grid max-w-[760px] gap-8">
        <section aria-labelledby="in-force" className="grid gap-2">
          <h2 id="in-force" className="text-lg font-semibold">
            Approvals in force
          </h2>
          <p className="text-sm text-fg-soft">
            Version {version}. One admin proposes another policy, and it is in force when a second admin consents.
            Payouts that were made before keep the number of checkers they were made with.
          </p>
          <Rules rules={rules} />
        </section>
        {open && <Open open={open} mayConsent={mayCall(ctx.actor.role, 'consent-to-policy')} />}
        <History history={history} />
      </div>
    </>
  );
}

function Open({ open, mayConsent }: { open: NonNullable<PolicyView['open']>; mayConsent: boolean }) {
  return (
    <section aria-labelledby="proposed" className="grid gap-2">
      <h2 id="proposed" className="text-lg font-semibold">
        Proposed
      </h2>
      <p className="text-sm text-fg-soft">
        Version {open.version}, by {open.isOwn ? 'you' : open.proposer}, <Time value={open.proposedAt} relative />
      </p>
      <Rules rules={open.rules} />
      {mayConsent && !open.isOwn && <Consent version={open.version} />}
      {(open.isOwn || !mayConsent) && <p className="text-sm font-medium">Waits for the consent of another admin.</p>}
    </section>
  );
}

function History({ history }: Pick<PolicyView, 'history'>) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-2 text-lg font-semibold">
        History
      </h2>
      <ul className="divide-y divide-line border-y border-line text-sm">
        {history.map(({ version, proposer, consenter, proposedAt, inForceAt, withdrawnAt, isAgreed }) => (
          <li key={version} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span className="font-medium">Version {version}</span>
            <span className="text-fg-soft">
              {proposer ? `proposed by ${proposer}` : 'came with the console'},{' '}
              <Time value={proposedAt} precision="minute" />
              {consenter && `; consent of ${consenter}`}
            </span>
            <span className="sm:ml-auto">
              {inForceAt && !isAgreed ? (
                <Badge tone="danger">Not agreed on here: decides nothing</Badge>
              ) : inForceAt ? (
                <>
                  In force since <Time value={inForceAt} precision="minute" />
                </>
              ) : (
                <Badge tone={withdrawnAt ? 'muted' : 'info'}>{withdrawnAt ? 'Replaced' : 'Waits for consent'}</Badge>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
