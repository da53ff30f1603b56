import { Time } from '#components/ui/time.tsx';

/** How many rows were final by when: one line, rising to all of them. */
export function FinalChart({ points, rows }: { points: { at: Date; rows: number }[]; rows: number }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const span = Math.max(1, last.at.getTime() - first.at.getTime());
  const path = points
    .map(
      ({ at, rows: count }, i) =>
        `${i === 0 ? 'M' : 'L'}${((at.getTime() - first.at.getTime()) / span) * 100} ${30 - (count / Math.max(1, rows)) * 30}`,
    )
    .join('');
  return (
    <figure className="mt-4 max-w-xl">
      <svg
        role="img"
        aria-label={`Final rows over time: ${last.rows} of ${rows}`}
        viewBox="0 0 100 30"
        preserveAspectRatio="none"
        className="block h-24 w-full border-b border-l border-line"
      >
        <path d={path} vectorEffect="non-scaling-stroke" className="fill-none stroke-accent stroke-2" />
      </svg>
      <figcaption className="mt-1 flex justify-between text-xs text-fg-faint">
        <Time value={first.at} />
        <Time value={last.at} />
      </figcaption>
    </figure>
  );
}
