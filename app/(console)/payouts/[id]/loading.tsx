import { Skeleton } from '#components/ui/skeleton.tsx';

/** The page's own shape, before its payout is read. */
export default function PayoutLoading() {
  return (
    <div aria-busy="true">
      <span role="status" className="sr-only">
        Loading the payout
      </span>
      <Skeleton className="mb-3 h-4 w-20" />
      <Skeleton className="mb-2 h-8 w-52" />
      <Skeleton className="mb-5 h-4 w-80 max-w-full" />
      <Skeleton className="mb-6 h-11 w-full" />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        <Rows count={9} />
        <Rows count={6} />
      </div>
    </div>
  );
}

function Rows({ count }: { count: number }) {
  return (
    <div>
      <Skeleton className="mb-3 h-5 w-28" />
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-t border-line">
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="h-3.5 w-40" />
        </div>
      ))}
    </div>
  );
}
