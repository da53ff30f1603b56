'use client';

import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import { EXPORT_FORMATS } from '#lib/domain/export-choice.ts';
import type { ExportState } from '#lib/domain/export-state.ts';
import type { ExportView } from '#lib/exports/read-export.ts';
import { CertificateFacts } from '../../_components/certificate-facts.tsx';

const HEAD = 'h-8 whitespace-nowrap px-3 text-left text-xs font-medium text-fg-soft';
const CELL = 'h-9 whitespace-nowrap px-3';

const STATES: Record<ExportState, { label: string; tone: 'info' | 'success' | 'danger' }> = {
  running: { label: 'Running', tone: 'info' },
  whole: { label: 'Whole', tone: 'success' },
  broken: { label: 'Broke off', tone: 'danger' },
};

/** Who took which file, newest first; a whole one opens its certificate. */
export function ExportTable({ rows }: { rows: ExportView[] }) {
  const [shown, setShown] = useState<ExportView | null>(null);
  return (
    <div className="overflow-x-auto rounded border border-line" tabIndex={0} role="region" aria-label="Exports">
      <table className="w-full text-sm">
        <thead className="border-b border-line bg-sunken">
          <tr>
            {['Time', 'Who', 'Filter', 'Format', 'Rows', 'Accounts', 'Outcome', 'Certificate'].map((title) => (
              <th key={title} scope="col" className={HEAD}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} onOpen={() => setShown(row)} />
          ))}
        </tbody>
      </table>
      <Dialog wide title="Certificate" open={shown !== null} onOpenChange={(isOpen) => !isOpen && setShown(null)}>
        {shown?.certificate && (
          <div className="grid gap-3">
            <CertificateFacts certificate={shown.certificate} />
            <ButtonLink download href={`/api/exports/${shown.id}?certificate`}>
              Download the certificate
            </ButtonLink>
          </div>
        )}
      </Dialog>
    </div>
  );
}

function Row({ row, onOpen }: { row: ExportView; onOpen: () => void }) {
  const { label, tone } = STATES[row.state];
  return (
    <tr className="focus-within:bg-hover hover:bg-hover">
      <td className={CELL}>
        <Time value={row.startedAt} />
      </td>
      <td className={CELL}>{row.takenBy}</td>
      <th scope="row" className={`${CELL} max-w-80 truncate text-left font-medium`} title={row.words}>
        {row.words}
      </th>
      <td className={CELL}>
        {EXPORT_FORMATS[row.format].label}, {row.zone}
      </td>
      <td className={`${CELL} text-right tabular-nums`}>{row.rows.toLocaleString('en-IN')}</td>
      <td className={CELL}>{row.accounts === 'full' ? `In full: ${row.reason ?? ''}` : 'Masked'}</td>
      <td className={CELL}>
        <span className="inline-flex items-center gap-2">
          <Badge tone={tone}>{label}</Badge>
          <span className="text-xs text-fg-soft">{row.problem}</span>
        </span>
      </td>
      <td className={CELL}>
        {row.certificate ? (
          <button type="button" className="rounded text-accent-ink hover:underline" onClick={onOpen}>
            Certificate
          </button>
        ) : (
          <span className="text-fg-faint">none</span>
        )}
      </td>
    </tr>
  );
}
