import { Progress } from '#components/ui/progress.tsx';
import { aboutTime } from '#lib/domain/batch/plan.ts';
import type { Work } from './use-file.ts';

/** How far the reading or checking is: rows, rate, time to go. */
export function WorkBar({ work: { label, rows, of, startedAt } }: { work: Work }) {
  // eslint-disable-next-line react-hooks/purity -- it is drawn anew with every number of rows
  const seconds = Math.max(0.05, (performance.now() - startedAt) / 1_000);
  const rate = rows / seconds;
  const left = of && rate > 0 ? `, ${aboutTime(((of - rows) / rate) * 1_000)} to go` : '';
  const detail = `${rows.toLocaleString('en-IN')}${of ? ` of ${of.toLocaleString('en-IN')}` : ''} rows, ${Math.round(rate).toLocaleString('en-IN')} a second${left}`;
  return (
    <div className="my-4">
      <p className="mb-1 text-base font-medium">{label}</p>
      <Progress label={label} value={of ? rows : undefined} max={of} detail={detail} />
    </div>
  );
}
