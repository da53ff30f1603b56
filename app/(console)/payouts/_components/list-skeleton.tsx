import { Skeleton } from '#components/ui/skeleton.tsx';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** The list while it is being read: the same places, nothing in them. */
export function ListSkeleton() {
  return (
    <div role="status" aria-label="Reading the payouts" aria-busy>
      <div className="mb-4 flex gap-5 border-b border-line pb-2.5">
        {['w-6', 'w-16', 'w-12', 'w-16', 'w-12'].map((width, index) => (
          <Skeleton key={index} className={width} />
        ))}
      </div>
      <div className="mb-3 flex flex-wrap gap-2">
        <Skeleton className="h-7 w-full md:w-72" />
        <Skeleton className="h-7 w-64" />
      </div>
      <div className="md:rounded md:border md:border-line">
        {ROWS.map((row) => (
          <div key={row} className="flex h-14 items-center gap-6 border-b border-line last:border-0 md:h-9 md:px-3">
            <Skeleton className="size-4 shrink-0" />
            <Skeleton className="w-44" />
            <Skeleton className="ml-auto w-24 md:ml-0" />
            <Skeleton className="hidden w-24 md:block" />
            <Skeleton className="hidden w-36 md:block" />
            <Skeleton className="hidden flex-1 md:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
