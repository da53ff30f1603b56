import Link from 'next/link';
import type { BatchView } from '#lib/batches/read-batch.ts';

/** The batch whose failed rows these are, and the ones that carry on with its own. */
export function Relatives({ batch: { parent, children } }: { batch: BatchView }) {
  if (!parent && children.length === 0) return null;
  return (
    <p className="text-base text-fg-soft">
      {parent && (
        <>
          Rows that failed in{' '}
          <Link className="underline hover:text-fg" href={`/batches/${parent.id}`}>
            {parent.name}
          </Link>
          .{' '}
        </>
      )}
      {children.map(({ id, rows }) => (
        <span key={id}>
          {rows.toLocaleString('en-IN')} failed {rows === 1 ? 'row was' : 'rows were'} sent again in{' '}
          <Link className="underline hover:text-fg" href={`/batches/${id}`}>
            a batch of {rows === 1 ? 'its' : 'their'} own
          </Link>
          .{' '}
        </span>
      ))}
    </p>
  );
}
