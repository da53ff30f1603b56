import { Compass } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export function NothingHere() {
  return (
    <EmptyState
      icon={<Compass aria-hidden />}
      title="There is nothing here"
      action={<ButtonLink href="/payouts">Go to the payouts</ButtonLink>}
    >
      The address is wrong, what stood here is gone, or your role does not reach it.
    </EmptyState>
  );
}
