'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { advisoryKey } from '#lib/domain/advisory.ts';
import { kindOf } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import type { ShownAdvisory } from '#lib/payouts/preview-payout.ts';

export const tickName = (advisory: ShownAdvisory) => `confirm:${advisoryKey(advisory)}`;

/** What is out of the ordinary, each with a tick that says a person has looked at it. */
export function AdvisoryTicks({
  option,
  advisories,
  ticked,
  isMissed,
  onTick,
  onTake,
}: {
  option: Option;
  advisories: ShownAdvisory[];
  ticked: ReadonlySet<string>;
  /** Somebody pressed on without all ticks. */
  isMissed: boolean;
  onTick: (key: string, isTicked: boolean) => void;
  onTake: (path: string, suggestion: string) => void;
}) {
  const labelOf = (path: string) => {
    const field = fieldsOf(option).find((one) => one.path === path);
    return field ? kindOf(field).label : 'Time of day';
  };
  return (
    <section aria-labelledby="ticks-title" className="rounded border border-warning-border bg-warning-bg">
      <h3 id="ticks-title" className="flex items-center gap-2 px-3 pt-2.5 font-medium text-warning-fg">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {advisories.length === 1
          ? 'One thing is out of the ordinary'
          : `${advisories.length} things are out of the ordinary`}
      </h3>
      <ul className="divide-y divide-warning-border">
        {advisories.map((advisory) => {
          const key = advisoryKey(advisory);
          const isOpen = isMissed && !ticked.has(key);
          return (
            <li key={key} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3 py-2.5">
              <Checkbox
                name={tickName(advisory)}
                checked={ticked.has(key)}
                onChange={(event) => onTick(key, event.target.checked)}
                aria-invalid={isOpen || undefined}
                label={
                  <>
                    <span className="font-medium">{labelOf(advisory.path)}:</span> {advisory.message}
                    {isOpen && (
                      <span className="block text-xs text-danger-fg">Tick this once you have looked at it.</span>
                    )}
                  </>
                }
                className="min-w-0 flex-1 basis-64"
              />
              <Way advisory={advisory} onTake={onTake} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Way({ advisory, onTake }: { advisory: ShownAdvisory; onTake: (path: string, suggestion: string) => void }) {
  const { path, suggestion, payoutId } = advisory;
  if (payoutId) {
    return (
      <a
        href={`/payouts/${payoutId}`}
        target="_blank"
        rel="noopener"
        className="rounded-sm text-sm text-accent-ink underline underline-offset-2"
      >
        See that payout<span className="sr-only"> (opens in a new tab)</span>
      </a>
    );
  }
  if (!suggestion) return null;
  return (
    <Button dense onClick={() => onTake(path, suggestion)}>
      Use {suggestion}
    </Button>
  );
}
