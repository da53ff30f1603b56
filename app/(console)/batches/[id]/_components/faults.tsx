import type { BatchView } from '#lib/batches/read-batch.ts';

/** Lines of the file that are not paid, each with its reason. */
export function Faults({ batch: { faults, plan, isAccepted } }: { batch: BatchView }) {
  if (plan.leftOut === 0) return null;
  return (
    <section aria-labelledby="left-out">
      <h2 id="left-out" className="text-lg font-semibold">
        Left out
      </h2>
      <p className="mb-2 text-sm text-fg-soft">
        {plan.leftOut.toLocaleString('en-IN')} {plan.leftOut === 1 ? 'line is' : 'lines are'} not paid.
        {plan.leftOut > faults.length &&
          ` The first ${faults.length} stand here${isAccepted ? '; the result file has all' : ''}.`}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {faults.map(({ line, shown, findings }) => (
          <li key={line} className="grid gap-x-4 py-1.5 text-base sm:grid-cols-[5rem_14rem_minmax(0,1fr)]">
            <span className="font-mono text-sm text-fg-soft">Line {line}</span>
            <span className="truncate">
              {shown.beneficiary ?? '–'}{' '}
              {shown.account && <span className="font-mono text-xs text-fg-faint">{shown.account}</span>}
            </span>
            <span className="text-fg-soft">
              {findings
                .filter(({ blocks }) => blocks)
                .map(({ message }) => message)
                .join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
