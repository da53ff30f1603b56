import { FILTER_KEYS } from './column.ts';
import { ALL, writeNarrowing, type Filter } from './filter.ts';

/** Filters that have a name, shown as tabs. */
export const PRESETS = {
  all: { label: 'All', filter: ALL },
  pending: {
    label: 'Pending',
    filter: { narrow: { state: ['pending'] }, sort: { by: 'created', isDescending: false } },
  },
  failed: { label: 'Failed', filter: { ...ALL, narrow: { state: ['failed'] } } },
  in_doubt: { label: 'In doubt', filter: { ...ALL, narrow: { state: ['in_doubt'] } } },
  today: { label: 'Today', filter: { ...ALL, narrow: { created: { preset: 'today' } } } },
} satisfies Record<string, { label: string; filter: Filter }>;

export type PresetKey = keyof typeof PRESETS;

export const PRESET_KEYS = Object.keys(PRESETS) as PresetKey[];

/** Finds the preset a filter belongs to: the first whose every condition it has; `all` has none and always fits. */
export function presetOf(filter: Filter): PresetKey {
  const fits = PRESET_KEYS.filter((key) => key !== 'all').find((key) => {
    const { narrow }: Filter = PRESETS[key].filter;
    return FILTER_KEYS.every((column) => {
      const wanted = writeNarrowing(narrow, column);
      return wanted === undefined || wanted === writeNarrowing(filter.narrow, column);
    });
  });
  return fits ?? 'all';
}
