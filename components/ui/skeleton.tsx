import { cn } from './cn.ts';

/** A grey stand-in of the real thing's size (`className="h-4 w-24"`); the part that loads carries aria-busy. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('skeleton animate-pulse-soft rounded-sm bg-line', className)} />;
}
