import { CircleCheck } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Count } from '#components/ui/count.tsx';

interface ReviewSectionProps {
  title: string;
  /** One line on what stands here and who ends it. */
  about: string;
  /** How much there is in all; may be more than is listed. */
  count: number;
  listed: number;
  /** Said where there is nothing. */
  empty: string;
  children: ReactNode;
}

/** One kind of thing that waits for people: a heading with its count, then its rows, or that there are none. */
export function ReviewSection({ title, about, count, listed, empty, children }: ReviewSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} tabIndex={-1}>
      <h2 id={id} className="flex items-center gap-2 text-lg font-semibold">
        {title}
        {count > 0 && <Count value={count} />}
      </h2>
      <p className="mb-2 text-sm text-fg-soft">{about}</p>
      {count === 0 ? (
        <p className="flex items-start gap-2 border-y border-line py-3 text-base text-fg-soft">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-fg" />
          {empty}
        </p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">{children}</ul>
      )}
      {count > listed && (
        <p className="mt-2 text-sm text-fg-soft">
          {listed} of {count.toLocaleString('en-IN')} are listed. The rest follows as these are settled.
        </p>
      )}
    </section>
  );
}
