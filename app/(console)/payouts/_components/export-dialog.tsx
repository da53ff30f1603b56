'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { columnOf, EXPORT_KEYS, type ExportKey } from '#lib/domain/column.ts';
import { DEFAULT_CHOICE, EXPORT_FORMATS, EXPORT_ZONES, type ExportChoice } from '#lib/domain/export-choice.ts';
import type { ExportState } from '#lib/domain/export-state.ts';
import { ExportProgress } from './export-progress.tsx';
import { useExport } from './use-export.ts';

const FORMATS = Object.entries(EXPORT_FORMATS).map(([value, { label, hint }]) => ({ value, label, hint }));
const ZONES = Object.entries(EXPORT_ZONES).map(([value, { label }]) => ({ value, label }));

interface ExportDialogProps {
  /** The filter and order of the list, as its address. */
  search: string;
  /** Payouts of it that are left out of the file. */
  without?: string[];
  mayExportAccounts: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks how a file of the filter is to be made, then shows how it goes and what it holds. */
export function ExportDialog({ search, without = [], mayExportAccounts, isOpen, onOpenChange }: ExportDialogProps) {
  const { begin, problem, isBegun, view } = useExport(search, without);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={isBegun ? 'Export' : 'Export payouts'}
      description={isBegun ? whileRunning(view?.state) : whatIsIn(without.length)}
    >
      {isBegun && (
        <div className="grid gap-4">
          <ExportProgress view={view} />
          <Link href="/exports" className="text-sm text-accent-ink hover:underline">
            All exports
          </Link>
        </div>
      )}
      {/* Kept while it is asked for: what is refused is put right where it was typed. */}
      <div hidden={isBegun}>
        <ExportForm onExport={begin} problem={problem} mayExportAccounts={mayExportAccounts} />
      </div>
    </Dialog>
  );
}

function whatIsIn(without: number): string {
  const leftOut = without === 0 ? 'No row is left out.' : `Left out: the ${without} that you chose, and no other.`;
  return `Every payout of this filter, in the order of the list, as of one moment. ${leftOut}`;
}

const whileRunning = (state: ExportState | undefined): string | undefined =>
  state === 'running' ? 'You may leave: the browser goes on with the download until it is closed.' : undefined;

function ExportForm(props: {
  onExport: ReturnType<typeof useExport>['begin'];
  problem: ReturnType<typeof useExport>['problem'];
  mayExportAccounts: boolean;
}) {
  const { onExport, problem, mayExportAccounts } = props;
  const [choice, setChoice] = useState<ExportChoice>(DEFAULT_CHOICE);
  const [isFull, setFull] = useState(false);
  const [reason, setReason] = useState('');
  const hasNoColumn = choice.columns.length === 0;
  const submit = () => {
    if (!hasNoColumn) void onExport(choice, isFull ? reason : undefined);
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {problem && !problem.fields?.reason && (
        <Notice tone="danger" announce>
          {problem.message}
        </Notice>
      )}
      <FieldGroup label="Format">
        <RadioGroup
          name="format"
          options={FORMATS}
          value={choice.format}
          onValueChange={(format) => setChoice({ ...choice, format: format as ExportChoice['format'] })}
        />
      </FieldGroup>
      <Field label="Times in" hint="Named in the head of each column of times.">
        <Select
          options={ZONES}
          value={choice.zone}
          onChange={(event) => setChoice({ ...choice, zone: event.target.value as ExportChoice['zone'] })}
        />
      </Field>
      <Columns columns={choice.columns} onChange={(columns) => setChoice({ ...choice, columns })} />
      {mayExportAccounts && (
        <Checkbox
          label="Full account numbers"
          hint="10,000 rows at most. That you took the file, and why, is recorded."
          checked={isFull}
          onChange={(event) => setFull(event.target.checked)}
        />
      )}
      {isFull && (
        <Field label="Reason" error={problem?.fields?.reason?.[0]} required>
          <Input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={200}
            placeholder="Reconciliation with the bank’s statement"
          />
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Not now</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={hasNoColumn}>
          Export
        </Button>
      </div>
    </form>
  );
}

function Columns({ columns, onChange }: { columns: readonly ExportKey[]; onChange: (columns: ExportKey[]) => void }) {
  const toggle = (key: ExportKey, isWanted: boolean) =>
    onChange(EXPORT_KEYS.filter((one) => (one === key ? isWanted : columns.includes(one))));
  return (
    <Disclosure summary="Columns" aside={`${columns.length} of ${EXPORT_KEYS.length}`}>
      <FieldGroup label="Columns" hideLabel error={columns.length === 0 && 'Take at least one.'}>
        <div className="grid grid-cols-2 gap-2">
          {EXPORT_KEYS.map((key) => (
            <Checkbox
              key={key}
              label={columnOf(key).label}
              checked={columns.includes(key)}
              onChange={(event) => toggle(key, event.target.checked)}
            />
          ))}
        </div>
      </FieldGroup>
    </Disclosure>
  );
}
