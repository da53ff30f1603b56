import type { ReactNode } from 'react';

/** Work done of work to do; without `value` it only says that work goes on. */
export function Progress({
  value,
  max = 100,
  label,
  detail,
}: {
  value?: number;
  max?: number;
  label: string;
  /** Below the bar: done, left, rate, time to go. */
  detail?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label={label}
        max={max}
        value={value}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-line indeterminate:animate-pulse-soft [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      {detail && <div className="text-xs text-fg-faint">{detail}</div>}
    </div>
  );
}
