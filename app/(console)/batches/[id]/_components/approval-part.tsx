import { Notice } from '#components/ui/notice.tsx';
import type { BatchView } from '#lib/batches/read-batch.ts';
import { ApproveBatch } from './approve-batch.tsx';
import { TurnDownBatch } from './turn-down-batch.tsx';

/** Who approved the whole of it, who is missing, and the way to approve. */
export function ApprovalPart({ batch }: { batch: BatchView }) {
  const { required, given, isWaiting, whyNot } = batch.approvals;
  if (required === 0) return null;
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals" className="text-lg font-semibold">
        Approvals
      </h2>
      <p className="mb-2 text-base text-fg-soft">
        {required === 1 ? 'One checker' : `${required} checkers`} for the whole batch, by its total.{' '}
        {given.length > 0 ? `Approved by ${given.map(({ name }) => name).join(' and ')}.` : 'Nobody has approved yet.'}
      </p>
      {isWaiting && whyNot && <Notice tone="info">{whyNot}</Notice>}
      {isWaiting && !whyNot && (
        <div className="flex flex-wrap gap-2">
          <ApproveBatch batch={batch} />
          <TurnDownBatch id={batch.id} />
        </div>
      )}
    </section>
  );
}
