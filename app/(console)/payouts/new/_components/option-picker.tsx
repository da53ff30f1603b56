'use client';

import { ExternalLink } from 'lucide-react';
import { FieldGroup } from '#components/ui/field.tsx';
import { CATALOG } from '#lib/domain/catalog.ts';

/** All options to choose from; one without a connection is shown, and cannot be chosen. */
export function OptionPicker({
  value,
  payable,
  onChoose,
}: {
  value: string;
  payable: ReadonlySet<string>;
  onChoose: (code: string) => void;
}) {
  return (
    <FieldGroup
      label="Integration option"
      hint={
        <a
          href={`/options/${value}`}
          target="_blank"
          rel="noopener"
          className="inline-flex min-h-6 items-center gap-1 rounded-sm text-accent-ink underline underline-offset-2"
        >
          Fields, limits and an example of {value}
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      }
    >
      <div className="grid gap-2 sm:grid-cols-2">
        {Object.entries(CATALOG).map(([code, { summary }]) => (
          <label
            key={code}
            className="relative flex cursor-pointer items-baseline gap-3 rounded border border-line-mid bg-surface px-3 py-2 transition-colors hover:bg-hover has-checked:border-accent-ink has-checked:bg-accent-soft has-checked:inset-ring has-checked:inset-ring-accent-ink has-disabled:cursor-not-allowed has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-ink"
          >
            <input
              type="radio"
              name="option"
              value={code}
              checked={value === code}
              disabled={!payable.has(code)}
              onChange={() => onChoose(code)}
              className="absolute inset-0 cursor-[inherit] appearance-none rounded outline-none"
            />
            <span className="w-9 shrink-0 font-mono text-sm font-medium">{code}</span>
            <span className="min-w-0 text-sm text-fg-soft">
              {summary}
              {!payable.has(code) && <span className="block text-xs text-fg-faint">No connection yet</span>}
            </span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}
