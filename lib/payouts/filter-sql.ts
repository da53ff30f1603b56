import { and, gte, ilike, inArray, lt, lte, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { columnOf, FILTER_KEYS, SEARCH_KEYS, type FilterKey, type FilterKindOf } from '../domain/column.ts';
import { dayRangeBounds } from '../domain/day-range.ts';
import type { FilterKind, FilterValueOf } from '../domain/filter-kind.ts';
import type { Filter } from '../domain/filter.ts';
import type { Ctx } from '../server/usecase.ts';
import { COLUMN_SQL, FILTER_SQL } from './column-sql.ts';

type Condition = SQL | undefined;

const BY_KIND: { [Kind in FilterKind]: (source: SQLWrapper, value: FilterValueOf[Kind], now: Date) => Condition } = {
  choices: (source, values) => inArray(source, values),
  amountRange: (source, { fromMinor, toMinor }) =>
    and(
      fromMinor === undefined ? undefined : gte(source, fromMinor),
      toMinor === undefined ? undefined : lte(source, toMinor),
    ),
  dayRange(source, range, now) {
    const { from, to } = dayRangeBounds(range, now);
    return and(from && gte(source, instant(from)), to && lt(source, instant(to)));
  },
};

/** Gives the condition of a filter as it is meant now; undefined where everything is asked for. */
export function whereOf({ narrow, q }: Filter, ctx: Pick<Ctx, 'now' | 'vault'>): Condition {
  const now = ctx.now();
  return and(...FILTER_KEYS.map((key) => conditionOf(key, narrow[key], now)), q ? searchFor(q) : undefined);
}

function conditionOf(key: FilterKey, value: FilterValueOf[FilterKind] | undefined, now: Date): Condition {
  if (value === undefined) return undefined;
  const kind = columnOf(key).filter as FilterKindOf<FilterKey>;
  return BY_KIND[kind](FILTER_SQL[key] ?? COLUMN_SQL[key], value as never, now);
}

/** Every word must be found somewhere: in a text column as a part, in the account as its last four digits. */
function searchFor(q: string): Condition {
  return and(
    ...q.split(' ').map((word) =>
      or(
        ...SEARCH_KEYS.flatMap((key) => {
          const source = COLUMN_SQL[key];
          if (columnOf(key).search === 'part') return [ilike(sql`${source}`, `%${escapeLike(word)}%`)];
          return /^\d{4}$/.test(word) ? [sql`${source} = ${word}`] : [];
        }),
      ),
    ),
  );
}

/** Takes the meaning from the signs that LIKE gives one to. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;
