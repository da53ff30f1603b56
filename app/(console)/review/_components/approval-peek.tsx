'use client';

import { Amount } from '#components/payout/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ApprovalView } from '#lib/approvals/approval-views.ts';
import { amountInWords } from '#lib/domain/money.ts';
import { GivenApprovals, Hints } from './approval-facts.tsx';

/** Looks at a payout without leaving the list. */
export function ApprovalPeek({ view, actions }: { view: ApprovalView; actions: React.ReactNode }) {
  return (
    <Sheet
      trigger={<Button dense>Look</Button>}
      title={`To ${view.beneficiary}`}
      description={amountInWords(view.amountMinor)}
      footer={
        <>
          <ButtonLink href={`/payouts/${view.id}`} dense>
            Open its page
          </ButtonLink>
          {actions}
        </>
      }
    >
      <div className="grid gap-4">
        <Amount minor={view.amountMinor} className="text-2xl font-semibold tracking-tight" />
        <Hints view={view} />
        <DescriptionList className="border-y border-line">
          <DescriptionRow term="Beneficiary">{view.beneficiary}</DescriptionRow>
          <DescriptionRow term="Account" mono>
            {view.account}
          </DescriptionRow>
          <DescriptionRow term="IFSC">
            <span className="font-mono">{view.ifsc}</span> {view.bank}
          </DescriptionRow>
          <DescriptionRow term="For">{view.description}</DescriptionRow>
          <DescriptionRow term="Option" mono>
            {view.option}
          </DescriptionRow>
          <DescriptionRow term="Through">{view.connection}</DescriptionRow>
          <DescriptionRow term="Maker">{view.maker}</DescriptionRow>
          <DescriptionRow term="Made">
            <Time value={view.createdAt} precision="minute" relative />
          </DescriptionRow>
          {view.note && <DescriptionRow term="Note">{view.note}</DescriptionRow>}
        </DescriptionList>
        <GivenApprovals view={view} />
      </div>
    </Sheet>
  );
}
