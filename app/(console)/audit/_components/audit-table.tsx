'use client';

import { Link2, Link2Off } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditEntry } from '#lib/audit/list-audit.ts';
import { AuditSheet } from './audit-sheet.tsx';
import { outcomeWords, subjectWords } from './entry-words.ts';

const HEAD = 'h-8 whitespace-nowrap px-3 text-left text-xs font-medium text-fg-soft';
const CELL = 'h-9 whitespace-nowrap px-3';

/** Rows of the audit trail; one that is opened shows everything it holds in a sheet beside the list. */
export function AuditTable({ rows }: { rows: AuditEntry[] }) {
  // Kept after it is closed, so that the sheet does not empty itself while it slides away.
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const [isOpen, setOpen] = useState(false);
  const open = (row: AuditEntry) => {
    setShown(row);
    setOpen(true);
  };
  return (
    <div className="overflow-x-auto rounded border border-line" tabIndex={0} role="region" aria-label="Audit trail">
      <table className="w-full text-sm">
        <thead className="border-b border-line bg-sunken">
          <tr>
            {['Time', 'What', 'Who', 'About', 'Outcome', 'From', 'Link'].map((title) => (
              <th key={title} scope="col" className={HEAD}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} onOpen={() => open(row)} />
          ))}
        </tbody>
      </table>
      {shown && <AuditSheet row={shown} isOpen={isOpen} onOpenChange={setOpen} />}
    </div>
  );
}

function Row({ row, onOpen }: { row: AuditEntry; onOpen: () => void }) {
  const { at, verb, actorName, address, refusal, seal } = row;
  return (
    <tr className="focus-within:bg-hover hover:bg-hover">
      <td className={CELL}>
        <Time value={at} />
      </td>
      <th scope="row" className={`${CELL} text-left font-medium`}>
        <button type="button" className="rounded text-accent-ink hover:underline" onClick={onOpen}>
          {verb}
        </button>
      </th>
      <td className={`${CELL} max-w-52 truncate`}>{actorName}</td>
      <td className={`${CELL} max-w-64 truncate font-mono text-xs text-fg-soft`}>{subjectWords(row)}</td>
      <td className={CELL}>{refusal ? <Badge tone="danger">{outcomeWords(row)}</Badge> : outcomeWords(row)}</td>
      <td className={`${CELL} font-mono text-xs text-fg-soft`}>{address}</td>
      <td className={CELL}>
        {seal ? (
          <span className="inline-flex items-center gap-1.5 text-fg-soft">
            <Link2 aria-hidden className="size-3.5" />
            {seal.seq}
          </span>
        ) : (
          <span className="inline-flex items-center gap-1.5 text-fg-faint">
            <Link2Off aria-hidden className="size-3.5" />
            not yet
          </span>
        )}
      </td>
    </tr>
  );
}
