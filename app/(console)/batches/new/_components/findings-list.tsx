import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { FindingCount } from '#lib/domain/batch/file-session.ts';
import { findingWords } from '#lib/domain/batch/finding.ts';

/** Everything the check found, by kind; each narrows the rows below, and what can be repaired is repaired for all. */
export function FindingsList({
  counts,
  chosen,
  onChoose,
  onRepair,
}: {
  counts: FindingCount[];
  chosen?: string;
  onChoose: (code?: string) => void;
  onRepair: (code: string) => void;
}) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {counts.map(({ code, rows, blocks, repairable }) => {
        const Icon = blocks ? CircleAlert : TriangleAlert;
        const isChosen = chosen === code;
        return (
          <li key={code} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose(isChosen ? undefined : code)}
              className={cn(
                'flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left text-base',
                isChosen && 'font-medium',
              )}
            >
              <Icon aria-hidden className={cn('size-4 shrink-0', blocks ? 'text-danger-fg' : 'text-warning-fg')} />
              <span className="min-w-0">{findingWords(code)}</span>
              <span className="whitespace-nowrap text-fg-soft tabular-nums">
                {rows.toLocaleString('en-IN')} {rows === 1 ? 'row' : 'rows'}
              </span>
            </button>
            {repairable > 0 && (
              <Button dense onClick={() => onRepair(code)}>
                Repair {repairable.toLocaleString('en-IN')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
