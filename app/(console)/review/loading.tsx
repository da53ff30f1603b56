import { Skeleton } from '#components/ui/skeleton.tsx';

/** The page's own shape, before its sections are read. */
export default function ReviewLoading() {
  return (
    <div aria-busy="true">
      <span role="status" className="sr-only">
        Loading what waits for people
      </span>
      <Skeleton className="mb-2 h-7 w-24" />
      <Skeleton className="mb-5 h-4 w-96 max-w-full" />
      <div className="grid max-w-[1080px] gap-10">
        {['a', 'b', 'c'].map((section) => (
          <div key={section}>
            <Skeleton className="mb-2 h-5 w-40" />
            <Skeleton className="mb-3 h-3.5 w-120 max-w-full" />
            <Skeleton className="h-12 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
