import { and, gt, gte, inArray, lt, lte, not, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import { isWaiting } from '../domain/choices.ts';
import { columnOf, FILTER_KEYS, type FilterKey, type FilterKindOf } from '../domain/column.ts';
import { dayRangeBounds } from '../domain/day-range.ts';
import type { FilterKind, FilterValueOf } from '../domain/filter-kind.ts';
import type { Filter } from '../domain/filter.ts';
import { WAITING_STATES } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { COLUMN_SQL, FILTER_SQL } from './column-sql.ts';
import { searchFor } from './search-sql.ts';

type Condition = SQL | undefined;

const MINUTE_MS = 60_000;
// Spelled out as the index of what waits has it.
const IS_WAITING = sql`${payout.state} in (${sql.raw(WAITING_STATES.map((state) => `'${state}'`).join(', '))})`;

const BY_KIND: { [Kind in FilterKind]: (source: SQLWrapper, value: FilterValueOf[Kind], now: Date) => Condition } = {
  choices: (source, values) => inArray(source, values),
  linked: (source, values) => sql`exists (${inArray(source, values)})`,
  amountRange: (source, { fromMinor, toMinor }) =>
    and(
      fromMinor === undefined ? undefined : gte(source, fromMinor),
      toMinor === undefined ? undefined : lte(source, toMinor),
    ),
  dayRange(source, range, now) {
    const { from, to } = dayRangeBounds(range, now);
    // What has not come yet is of no day, also where the first one is open.
    return and(from ? gte(source, instant(from)) : gt(source, sql`'-infinity'`), to && lt(source, instant(to)));
  },
  ageRange(source, { fromMinutes, toMinutes }, now) {
    const before = (minutes: number) => instant(new Date(now.getTime() - minutes * MINUTE_MS));
    return and(
      IS_WAITING,
      fromMinutes === undefined ? undefined : lte(source, before(fromMinutes)),
      toMinutes === undefined ? undefined : gte(source, before(toMinutes)),
    );
  },
  flag: (source, isYes) => (isYes ? sql`${source}` : not(sql`(${source})`)),
};

/** Gives the condition of a filter as it is meant now; undefined where everything is asked for. */
export function whereOf({ narrow, q, sort }: Filter, ctx: Pick<Ctx, 'now' | 'vault'>): Condition {
  const now = ctx.now();
  return and(
    ...FILTER_KEYS.map((key) => conditionOf(key, narrow[key], now)),
    // What waits has no end yet. The planner does not know: in the order by end it would walk through all that has one.
    sort.by === 'final' && isWaitingOnly(narrow) ? sql`${FILTER_SQL.final} = '-infinity'` : undefined,
    q ? searchFor(q, ctx.vault) : undefined,
  );
}

const isWaitingOnly = ({ age, state }: Filter['narrow']): boolean =>
  age !== undefined || (state?.every(isWaiting) ?? false);

function conditionOf(key: FilterKey, value: FilterValueOf[FilterKind] | undefined, now: Date): Condition {
  if (value === undefined) return undefined;
  const kind = columnOf(key).filter as FilterKindOf<FilterKey>;
  return BY_KIND[kind](FILTER_SQL[key] ?? COLUMN_SQL[key], value as never, now);
}

const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;
