import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';

/** A payout in a few words, leading to its page. */
export function PayoutLink({ id, amountMinor, beneficiary }: { id: string; amountMinor: bigint; beneficiary: string }) {
  return (
    <Link href={`/payouts/${id}`} className="rounded-sm font-medium text-accent-ink underline-offset-2 hover:underline">
      <Amount minor={amountMinor} /> to {beneficiary}
    </Link>
  );
}
