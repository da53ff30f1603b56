'use client';

import { RefreshCw, X } from 'lucide-react';
import { useTransition } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { MOST_CHOICES } from '#lib/domain/choices.ts';
import { NEWEST_FIRST, writeFilter, type Sort } from '#lib/domain/filter.ts';
import { askStatus } from '../actions.ts';
import { ExportDialog } from './export-dialog.tsx';

/** What can be done with the rows picked by hand. */
export function SelectionBar(props: {
  ids: string[];
  /** Of those among them that are loaded; undefined where some are not. */
  sumMinor: bigint | undefined;
  sort?: Sort;
  mayCheck: boolean;
  mayExportAccounts: boolean;
  onClear: () => void;
}) {
  const { ids, sumMinor, sort = NEWEST_FIRST, mayCheck, mayExportAccounts, onClear } = props;
  const [isAsking, start] = useTransition();
  const refresh = () =>
    start(async () => {
      const result = await askStatus({ ids });
      if (!result.ok)
        return void toast.error('The status could not be asked for', { description: result.problem.message });
      const { asked, idle } = result.value;
      const rest = idle > 0 ? `${idle} ${idle === 1 ? 'has' : 'have'} nothing to ask about.` : undefined;
      toast.info(asked === 0 ? 'Nothing to ask about' : `Asking the gateway about ${asked}`, { description: rest });
    });
  return (
    <div role="group" aria-label="Selection" className="flex flex-wrap items-center gap-2">
      <p role="status" className="mr-1 text-sm font-medium">
        {ids.length} selected
        {sumMinor !== undefined && (
          <>
            {' · '}
            <Amount minor={sumMinor} />
          </>
        )}
      </p>
      {mayCheck && (
        <Button dense icon={<RefreshCw aria-hidden />} pending={isAsking} onClick={refresh}>
          Refresh status
        </Button>
      )}
      {ids.length <= MOST_CHOICES ? (
        <ExportDialog
          search={String(writeFilter({ narrow: { id: ids }, sort }))}
          label="Export selection"
          mayExportAccounts={mayExportAccounts}
        />
      ) : (
        <span className="text-sm text-fg-soft">More than {MOST_CHOICES} are exported by a filter.</span>
      )}
      <IconButton dense label="Clear the selection" icon={<X aria-hidden />} onClick={onClear} />
    </div>
  );
}
