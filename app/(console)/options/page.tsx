import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageCtx } from '#lib/server/session.ts';
import { FieldMatrix } from './_components/field-matrix.tsx';
import { OptionTable } from './_components/option-table.tsx';

export const metadata: Metadata = { title: 'Options' };

export default async function OptionsPage() {
  await requirePageCtx('/options');
  return (
    <>
      <PageHeader title="Integration options" meta="What each option of the gateway asks for, and what it allows." />
      <div className="flex flex-col gap-8">
        <OptionTable />
        <FieldMatrix />
      </div>
    </>
  );
}
