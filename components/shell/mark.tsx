import { cn } from '#components/ui/cn.ts';

/** The sign of the house: two lines of a ledger, and the stroke that pays them out. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn('size-6 shrink-0', className)}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M6.75 7.25h10.5M6.75 11.5h10.5M10 11.5l5.5 6.25"
        strokeWidth="2"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}
