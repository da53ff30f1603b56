import type { ReactNode } from 'react';

/** Read aloud, not shown. With `live` its changes are announced. */
export function VisuallyHidden({ live = false, children }: { live?: boolean; children: ReactNode }) {
  return (
    <span className="sr-only" {...(live ? { role: 'status' } : {})}>
      {children}
    </span>
  );
}
