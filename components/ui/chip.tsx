'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';

/** An applied filter that reads as a sentence and can be taken away. `label` is the same sentence as text. */
export function Chip({ label, onRemove, children }: { label: string; onRemove: () => void; children?: ReactNode }) {
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded border border-line bg-surface text-sm text-fg-soft">
      <span className="truncate pl-2.5">{children ?? label}</span>
      <button
        type="button"
        aria-label={`Remove filter: ${label}`}
        onClick={onRemove}
        className="ml-0.5 grid size-6 shrink-0 place-items-center rounded text-fg-faint hover:text-fg focus-visible:-outline-offset-2"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
