import { Compass } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export function NothingHere() {
  return (
    <div>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass aria-hidden />}
        title="There is nothing here"
        action={<ButtonLink href="/payouts">Go to the payouts</ButtonLink>}
      >
        The address is wrong, what stood here is gone, or your role does not reach it.
      </EmptyState>
    </div>
  );
}
