import { ScrollText } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export function NoRows() {
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title="No row of the audit trail is like this"
      action={<ButtonLink href="/audit">Show everything</ButtonLink>}
    >
      Take a condition away, or look for a part of a name, a verb or a subject, or for a whole id.
    </EmptyState>
  );
}
