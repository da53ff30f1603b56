import { STATE_LOOK } from '#components/payout/state-badge.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { STATE_WORDS, type State } from '#lib/domain/payout.ts';

/** Shares of a batch by state, the final ones first; the figures stand beside it in words. */
export function StateBar({
  states,
  rows,
  label,
}: {
  states: { state: State; rows: number }[];
  rows: number;
  label: string;
}) {
  const ordered = [...states].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const total = Math.max(1, rows);
  const starts = ordered.map((_, i) => ordered.slice(0, i).reduce((sum, one) => sum + one.rows, 0));
  const words = ordered.map(({ state, rows: count }) => `${STATE_WORDS[state].label} ${count}`).join(', ');
  return (
    <svg
      role="img"
      aria-label={`${label}: ${words}`}
      viewBox="0 0 100 2"
      preserveAspectRatio="none"
      className="block h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      {ordered.map(({ state, rows: count }, i) => (
        <rect
          key={state}
          x={((starts[i] ?? 0) / total) * 100}
          width={(count / total) * 100}
          height="2"
          className={`fill-current ${TONE_TEXT[STATE_LOOK[state].tone]}`}
        />
      ))}
    </svg>
  );
}

const ORDER: State[] = [
  ...(['successful', 'failed', 'expired', 'cancelled', 'in_doubt', 'pending', 'sending', 'queued'] as const),
  ...(['awaiting_approval', 'created'] as const),
];
