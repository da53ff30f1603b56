'use client';

import { TextCursorInput } from 'lucide-react';
import { useState } from 'react';
import { LiveMark } from '#components/payout/live-mark.tsx';
import type { LiveState } from '#components/payout/live-source.ts';
import { DensityToggle } from '#components/table/density-toggle.tsx';
import { FilterButtons, FilterChips } from '#components/table/filter-bar.tsx';
import { SearchBox } from '#components/table/search-box.tsx';
import { IconButton } from '#components/ui/button.tsx';
import { NavTabs } from '#components/ui/nav-tabs.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Names } from '#lib/domain/choices.ts';
import { columnOf, SORT_KEYS } from '#lib/domain/column.ts';
import {
  NEWEST_FIRST,
  readSearch,
  readSort,
  without,
  writeFilter,
  writeSort,
  type Filter,
} from '#lib/domain/filter.ts';
import type { SavedView } from '#lib/views/list-views.ts';
import { presetOf, PRESETS, PRESET_KEYS } from '#lib/domain/preset.ts';
import type { LaidColumn } from './column-layout.ts';
import { ColumnsButton } from './columns-button.tsx';
import { DayJump } from './day-jump.tsx';
import { ExportButton } from './export-button.tsx';
import { KeysButton } from './keys-button.tsx';
import type { PayoutList } from './use-payout-rows.ts';
import { layoutOf, lookOf } from './view-look.ts';
import { ViewsButton } from './views-button.tsx';

const QueryBar = onDemand(() => import('./query-bar.tsx').then((module) => module.QueryBar));

/** Everything that says what the list shows: presets, search, filters, order; and the file of it. */
export function Toolbar(props: {
  filter: Filter;
  search: string;
  setFilter: (filter: Filter, isSameStep?: boolean) => void;
  names: Names;
  live: LiveState;
  isDense: boolean;
  mayExportAccounts: boolean;
  onDense: (isDense: boolean) => void;
  hasLetters: boolean;
  onLetters: (hasLetters: boolean) => void;
  views: readonly SavedView[];
  layout: readonly LaidColumn[];
  onLayout: (layout: readonly LaidColumn[]) => void;
  list: PayoutList;
}) {
  const { filter, search, setFilter, names, list } = props;
  const [isQuery, setQuery] = useState(false);
  const jump = (day: string) => {
    if (filter.sort.by === 'created') return list.restart({ at: day });
    // Asked for by the order of creation, in which a day has a place.
    list.landAt({ at: day });
    setFilter({ ...filter, sort: NEWEST_FIRST });
  };
  const searchFor = (text: string) => {
    const q = readSearch(text);
    if (q === undefined || q === (filter.q ?? '')) return;
    // One search is one step for Back, however many letters it takes.
    setFilter(q === '' ? without(filter, 'q') : { ...filter, q }, filter.q !== undefined);
  };
  return (
    <div className="mb-3 grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <Presets filter={filter} />
        <ViewsButton
          views={props.views}
          search={search}
          look={lookOf(props.layout, props.isDense)}
          onLook={(look) => {
            const layout = layoutOf(look);
            if (layout) props.onLayout(layout);
            if (look.isDense !== undefined) props.onDense(look.isDense);
          }}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search name, id, reference"
          value={filter.q ?? ''}
          onChange={searchFor}
          hasKey={props.hasLetters}
        />
        <IconButton
          dense
          label="Write the filter as text"
          aria-pressed={isQuery}
          icon={<TextCursorInput aria-hidden />}
          onClick={() => setQuery(!isQuery)}
          className="aria-pressed:text-accent-ink"
        />
        <FilterButtons filter={filter} names={names} onChange={setFilter} />
        <SortSelect filter={filter} onChange={setFilter} />
        <span className="ml-auto flex items-center gap-2">
          <LiveMark state={props.live} />
          <DayJump onJump={jump} isByCreation={filter.sort.by === 'created'} />
          <ColumnsButton layout={props.layout} onLayout={props.onLayout} />
          <KeysButton hasLetters={props.hasLetters} onLetters={props.onLetters} />
          <DensityToggle isDense={props.isDense} onChange={props.onDense} />
          <ExportButton search={search} label="Export" mayExportAccounts={props.mayExportAccounts} />
        </span>
      </div>
      {isQuery && <QueryBar filter={filter} names={names} onChange={setFilter} />}
      <FilterChips filter={filter} names={names} onChange={setFilter} />
    </div>
  );
}

function Presets({ filter }: { filter: Filter }) {
  const current = presetOf(filter);
  const items = PRESET_KEYS.map((key) => {
    const search = String(writeFilter(PRESETS[key].filter));
    return { href: search ? `/payouts?${search}` : '/payouts', label: PRESETS[key].label, active: key === current };
  });
  return <NavTabs label="Presets" items={items} className="grow" />;
}

/** On a narrow screen there are no column heads to press. */
function SortSelect({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const options = SORT_KEYS.flatMap((by) => {
    const { label, kind } = columnOf(by);
    const [up, down] = ORDER_WORDS[kind] ?? ['A to Z', 'Z to A'];
    return [
      { value: writeSort({ by, isDescending: true }), label: `${label}: ${down}` },
      { value: writeSort({ by, isDescending: false }), label: `${label}: ${up}` },
    ];
  });
  return (
    <Select
      dense
      aria-label="Order"
      className="md:hidden"
      options={options}
      value={writeSort(filter.sort)}
      onChange={(event) => onChange({ ...filter, sort: readSort(event.target.value) ?? filter.sort })}
    />
  );
}

const ORDER_WORDS: Record<string, [string, string]> = {
  time: ['oldest first', 'newest first'],
  amount: ['smallest first', 'largest first'],
};
