'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { cn } from '#components/ui/cn.ts';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';
import type { Names } from '#lib/domain/choices.ts';
import { columnOf, FILTER_KEYS, type FilterKey } from '#lib/domain/column.ts';
import { narrowBy, sentencesOf, without, writeNarrowing, type Filter } from '#lib/domain/filter.ts';

const FilterPanel = onDemand(() => import('./filter-panel.tsx').then((module) => module.FilterPanel));

interface FilterProps {
  filter: Filter;
  names: Names;
  onChange: (filter: Filter) => void;
}

/** One button for each column that can be narrowed and whose values people choose. */
const UNLISTED = ['payouts', 'batches'];
const OFFERED = FILTER_KEYS.filter((key) => !UNLISTED.includes(columnOf(key).choices ?? ''));

/** The ways to narrow the list, from the columns' own declarations: first those of the columns that are always shown. */
export function FilterButtons(props: FilterProps) {
  const [isAll, setAll] = useState(false);
  const shown = OFFERED.filter(
    (key) => isAll || columnOf(key).shown !== 'never' || props.filter.narrow[key] !== undefined,
  );
  return (
    <>
      {shown.map((key) => (
        <FilterButton key={key} column={key} {...props} />
      ))}
      <Button dense variant="ghost" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
        {isAll ? 'Fewer' : 'More filters'}
      </Button>
    </>
  );
}

function FilterButton({ column, filter, names, onChange }: FilterProps & { column: FilterKey }) {
  const { label } = columnOf(column);
  const text = writeNarrowing(filter.narrow, column);
  const apply = (next: string | undefined) => {
    const { narrow, ...rest } = without(filter, column);
    const changed = { ...narrow };
    if (next !== undefined) narrowBy(changed, column, next);
    onChange({ ...rest, narrow: changed });
  };
  return (
    <PanelTrigger
      opens="dialog"
      panel={(place) => <FilterPanel {...{ place, column, label, text, names }} onApply={apply} />}
    >
      <Button
        dense
        aria-label={`Filter by ${label}`}
        className={cn(text !== undefined && 'border-accent-ink! text-accent-ink!')}
      >
        {label}
        <ChevronDown aria-hidden />
      </Button>
    </PanelTrigger>
  );
}

/** What the list is narrowed to, each condition a sentence that can be taken away. */
export function FilterChips({ filter, names, onChange }: FilterProps) {
  const sentences = sentencesOf(filter, names);
  if (sentences.length === 0) return null;
  return (
    <div role="group" aria-label="Filter" className="flex flex-wrap items-center gap-1.5">
      {sentences.map(({ key, text }) => (
        <Chip key={key} label={text} onRemove={() => onChange(without(filter, key))} />
      ))}
      <Button variant="ghost" dense onClick={() => onChange({ narrow: {}, sort: filter.sort })}>
        Clear all
      </Button>
    </div>
  );
}
