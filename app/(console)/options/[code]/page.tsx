import { Download, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { describeAmountRule } from '#lib/domain/describe-rule.ts';
import { findOption } from '#lib/domain/find-option.ts';
import type { Option } from '#lib/domain/option.ts';
import { describeWindow } from '#lib/domain/time.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ExampleRequest } from './_components/example-request.tsx';
import { FieldTable } from './_components/field-table.tsx';

type Params = Promise<{ code: string }>;

const OPERATIONS: Record<Option['operations'][number], string> = { payout: 'payout', status_query: 'status query' };

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Option ${(await params).code}` };
}

export default async function OptionPage({ params }: { params: Params }) {
  const { code } = await params;
  const ctx = await requirePageCtx(`/options/${encodeURIComponent(code)}`);
  const option = findOption(code);
  if (!option) notFound();
  const pay = (
    <ButtonLink href={`/payouts/new?option=${code}`} variant="primary" icon={<Plus aria-hidden />}>
      Pay by {code}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title={`Option ${code}`}
        meta={option.summary}
        back={{ href: '/options', label: 'Options' }}
        action={mayCall(ctx.actor.role, 'create-payout') && pay}
      />
      <div className="flex max-w-4xl flex-col gap-8">
        <Rules option={option} />
        <section aria-labelledby="fields-title">
          <h2 id="fields-title" className="mb-3 text-lg font-semibold">
            Fields
          </h2>
          <FieldTable option={option} />
        </section>
        <section aria-labelledby="files-title">
          <h2 id="files-title" className="text-lg font-semibold">
            Files
          </h2>
          <p className="mb-3 mt-1 text-fg-soft">A table to fill in, and the request’s shape for programs.</p>
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={`/options/${code}/template.csv`} download icon={<Download aria-hidden />}>
              Template (CSV)
            </ButtonLink>
            <ButtonLink
              href={`/options/${code}/schema.json`}
              download={`${code}.schema.json`}
              icon={<Download aria-hidden />}
            >
              JSON Schema
            </ButtonLink>
          </div>
        </section>
        <ExampleRequest code={code} option={option} />
      </div>
    </>
  );
}

function Rules({ option }: { option: Option }) {
  const { amount, quietHours, operations, source } = option;
  return (
    <DescriptionList className="border-y border-line">
      <DescriptionRow term="Amount">{describeAmountRule(amount)}</DescriptionRow>
      <DescriptionRow term="Slow hours">
        {quietHours
          ? `${describeWindow(quietHours)}. The provider is slow then: better to pay before or after.`
          : 'None known.'}
      </DescriptionRow>
      <DescriptionRow term="Operations documented">
        {operations.map((operation) => OPERATIONS[operation]).join(', ')}
        {!operations.includes('status_query') && '; a status query works all the same'}
      </DescriptionRow>
      <DescriptionRow term="Where the rules stand">{source}</DescriptionRow>
    </DescriptionList>
  );
}
