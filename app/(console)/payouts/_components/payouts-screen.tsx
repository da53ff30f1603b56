'use client';

import { useRef, useState, useSyncExternalStore } from 'react';
import type { TableHandle } from '#components/table/data-table.tsx';
import { useFilter } from '#components/table/use-filter.ts';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { Names } from '#lib/domain/choices.ts';
import { ALL, describeFilter, NEWEST_FIRST, writeFilter } from '#lib/domain/filter.ts';
import type { SavedView } from '#lib/views/list-views.ts';
import type { LaidColumn } from './column-layout.ts';
import { Dropped, Failure } from './list-notices.tsx';
import { NewsButton } from './news-button.tsx';
import { NoPayouts, NothingFound } from './no-rows.tsx';
import { PayoutTable } from './payout-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { TotalsBar } from './totals-bar.tsx';
import { useKeptPlace } from './use-kept-place.ts';
import { type Initial, usePayoutRows } from './use-payout-rows.ts';
import { useRowNews } from './use-row-news.ts';
import { useTotals } from './use-totals.ts';

/** What the person may do here. */
export interface Rights {
  mayCreate: boolean;
  mayCheck: boolean;
  mayCancel: boolean;
  mayNote: boolean;
  mayExportAccounts: boolean;
}

export interface PayoutsScreenProps {
  initial: Initial;
  /** What the address asked for and nobody understands. */
  dropped: string[];
  names: Names;
  isDense: boolean;
  hasLetters: boolean;
  layout: readonly LaidColumn[];
  views: readonly SavedView[];
  rights: Rights;
  /** Sample payouts that can be sent; none outside the sandbox. */
  samples: number;
}

export function PayoutsScreen(props: PayoutsScreenProps) {
  const { names, rights, samples, initial } = props;
  const { filter, search, setFilter } = useFilter();
  const list = usePayoutRows(search, initial);
  useSyncExternalStore(list.subscribe, list.current, list.current);
  const totals = useTotals(search, initial);
  const news = useRowNews(list, search);
  const table = useRef<TableHandle>(null);
  const conditions = String(writeFilter({ ...filter, sort: NEWEST_FIRST }));
  const [selection, setSelection] = useKeptPlace(list, search, conditions, table);
  const [isDense, setDense] = useState(props.isDense);
  const [layout, setLayout] = useState(props.layout);
  const [hasLetters, setLetters] = useState(props.hasLetters);
  const isEmpty = list.count === 0 && list.isBegun && !list.isStale;

  if (isEmpty && conditions === '') return <NoPayouts mayCreate={rights.mayCreate} samples={samples} />;
  return (
    <div className="flex flex-col md:-mb-12 md:h-[calc(100dvh-6.5rem)] md:min-h-96">
      <Dropped dropped={props.dropped} search={search} />
      <Toolbar
        {...{ filter, search, setFilter, names, isDense, layout, list }}
        live={news.live}
        views={props.views}
        mayExportAccounts={rights.mayExportAccounts}
        onDense={setDense}
        onLayout={setLayout}
        hasLetters={hasLetters}
        onLetters={setLetters}
      />
      {list.error && <Failure error={list.error} hasRows={list.count > 0} onRetry={() => list.restart()} />}
      {isEmpty && (
        <NothingFound words={describeFilter(filter, names)} onClear={() => setFilter({ ...ALL, sort: filter.sort })} />
      )}
      {list.count > 0 && (
        <div className="relative flex min-h-0 flex-col md:flex-1">
          <NewsButton count={news.newCount} isMore={news.isMore} onShow={() => list.restart()} />
          <PayoutTable
            {...{ filter, setFilter, list, selection, setSelection, isDense, layout, table, news }}
            total={totals.totals?.isExact ? totals.totals.count : null}
            hasLetters={hasLetters}
            onLayout={setLayout}
          />
        </div>
      )}
      <footer className={FOOTER}>
        <SelectionBar
          {...{ selection, search, list, rights }}
          sort={filter.sort}
          total={totals.totals}
          words={describeFilter(filter, names)}
          onSelection={setSelection}
        />
        <TotalsBar {...totals} />
      </footer>
      <VisuallyHidden live>{list.isStale ? 'Reading' : `${totals.totals?.count ?? 0} payouts`}</VisuallyHidden>
    </div>
  );
}

// On a narrow screen the page scrolls, and what is selected stays in reach.
const FOOTER =
  'flex flex-wrap items-center gap-x-6 gap-y-2 bg-surface pt-2.5 max-md:sticky max-md:bottom-0 max-md:z-20 max-md:-mx-4 max-md:border-t max-md:border-line max-md:px-4 max-md:pb-2.5';
