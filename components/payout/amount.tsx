import { formatAmount } from '#lib/domain/money.ts';
import { cn } from '#components/ui/cn.ts';

/** An amount as people read it: rupee sign, Indian grouping, always two decimals. Never wraps. */
export function Amount({ minor, className }: { minor: bigint; className?: string }) {
  return <span className={cn('whitespace-nowrap tabular-nums', className)}>{formatAmount(minor)}</span>;
}
