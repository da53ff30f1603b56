'use client';

import { Ban, RefreshCw, StickyNote, X } from 'lucide-react';
import { useState } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { EVERYTHING, isNothing, NOTHING, type Selection } from '#components/table/selection.ts';
import { Button, IconButton } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { MOST_CHOICES } from '#lib/domain/choices.ts';
import { MOST_WITHOUT } from '#lib/domain/export-choice.ts';
import { writeFilter, type Sort } from '#lib/domain/filter.ts';
import type { SelectionInput } from '#lib/payouts/selection-input.ts';
import type { PayoutTotals } from '#lib/payouts/total-payouts.ts';
import type { BulkName } from './bulk-dialog.tsx';
import { ExportButton } from './export-button.tsx';
import type { Rights } from './payouts-screen.tsx';
import type { PayoutList } from './use-payout-rows.ts';
import { useSelectionTotal } from './use-selection-total.ts';

const BulkDialog = onDemand(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog));

/** What is selected, over all pages, what it sums up to, and what can be done with it. */
export function SelectionBar(props: {
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The filter as its address, and in words. */
  search: string;
  words: string;
  sort: Sort;
  list: PayoutList;
  total: PayoutTotals | undefined;
  rights: Rights;
}) {
  const { selection, onSelection, search, list, total, rights } = props;
  const [bulk, setBulk] = useState<BulkName | null>(null);
  const input = inputOf(selection, search);
  const picked = useSelectionTotal(input, selection, list);
  if (isNothing(selection)) return null;
  const count = selection.isAll ? picked?.count : selection.ids.size;
  const hasMore = !selection.isAll && total && (!total.isExact || total.count > selection.ids.size);
  return (
    <div role="group" aria-label="Selection" className="flex flex-wrap items-center gap-2">
      <p role="status" className="mr-1 text-sm font-medium">
        {selection.isAll && selection.ids.size === 0 && 'All '}
        {picked && !picked.isExact && 'about '}
        {count?.toLocaleString('en-IN')} selected
        {picked?.sumMinor != null && (
          <>
            {' · '}
            <Amount minor={picked.sumMinor} />
          </>
        )}
      </p>
      {hasMore && (
        <Button variant="ghost" dense onClick={() => onSelection(EVERYTHING)} className="text-accent-ink!">
          Select all {total.isExact ? total.count.toLocaleString('en-IN') : ''} of this filter
        </Button>
      )}
      {rights.mayCheck && (
        <Button dense icon={<RefreshCw aria-hidden />} onClick={() => setBulk('refresh')}>
          Refresh status
        </Button>
      )}
      {rights.mayNote && (
        <Button dense icon={<StickyNote aria-hidden />} onClick={() => setBulk('note')}>
          Add note
        </Button>
      )}
      {rights.mayCancel && (
        <Button dense icon={<Ban aria-hidden />} onClick={() => setBulk('cancel')}>
          Cancel what is unsent
        </Button>
      )}
      <ExportSelection {...props} />
      <IconButton dense label="Clear the selection" icon={<X aria-hidden />} onClick={() => onSelection(NOTHING)} />
      {bulk && (
        <BulkDialog name={bulk} input={input} total={picked} words={props.words} onClose={() => setBulk(null)} />
      )}
    </div>
  );
}

function ExportSelection({ selection: { isAll, ids }, search, sort, rights }: Parameters<typeof SelectionBar>[0]) {
  if (isAll && ids.size > MOST_WITHOUT)
    return <span className="text-sm text-fg-soft">More than {MOST_WITHOUT} are left out of a file by a filter.</span>;
  if (!isAll && ids.size > MOST_CHOICES)
    return <span className="text-sm text-fg-soft">More than {MOST_CHOICES} are exported by a filter.</span>;
  return (
    <ExportButton
      search={isAll ? search : String(writeFilter({ narrow: { id: [...ids] }, sort }))}
      without={isAll ? [...ids] : []}
      label="Export selection"
      mayExportAccounts={rights.mayExportAccounts}
    />
  );
}

/** A selection of everything stays one of the filter: rows that were never seen are in it. */
function inputOf({ isAll, ids }: Selection, search: string): SelectionInput {
  return isAll ? { filter: search, without: [...ids] } : { ids: [...ids] };
}
