import { useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import type { Finding } from '#lib/domain/batch/finding.ts';

/** One cell, edited in place; what is wrong with it stands below the row. Enter or leaving keeps it, Escape does not. */
export function FixCell({
  label,
  value,
  finding,
  onChange,
}: {
  label: string;
  value: string;
  finding?: Finding;
  onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null && typed !== value) onChange(typed);
    setTyped(null);
  };
  return (
    <span role="gridcell" className="min-w-0">
      <input
        aria-label={label}
        aria-invalid={finding?.blocks || undefined}
        autoComplete="off"
        spellCheck={false}
        value={typed ?? value}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={keep}
        onKeyDown={({ key }) => {
          if (key === 'Enter' || key === 'ArrowDown' || key === 'ArrowUp') keep();
          if (key === 'Escape') setTyped(null);
        }}
        className={cn(
          'input-frame h-7 w-full min-w-0 px-1.5 font-mono text-xs',
          finding && !finding.blocks && 'border-warning-border',
        )}
      />
    </span>
  );
}
