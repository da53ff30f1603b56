import { and, asc, desc, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { writeSort, type Sort } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { istDayBounds } from '../domain/time.ts';
import { SORT_SQL } from './column-sql.ts';

/** Order, the value of its column, and the payout's id, of one row. */
const place = z.tuple([z.string(), z.string(), z.uuid()]);

/** Stands before every id there is. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Writes where a page begins; opaque to whoever carries it. */
export function writeCursor(sort: Sort, value: string, id: string): string {
  return Buffer.from(JSON.stringify([writeSort(sort), value, id])).toString('base64url');
}

/** Gives the place from which on the rows of an Indian day come, in an order by creation. */
export function dayCursor(sort: Sort, day: string): string {
  const { from, to } = istDayBounds(day);
  return writeCursor(sort, (sort.isDescending ? to : from).toISOString().replace('Z', '000Z'), NO_ID);
}

/**
 * Narrows a condition to what comes after a place in the order asked for, or before it. Throws `invalid` for a cursor
 * that is not one of ours.
 */
export function beside(
  where: SQL | undefined,
  sort: Sort,
  cursor: string | undefined,
  isBefore = false,
): SQL | undefined {
  if (cursor === undefined) return where;
  const { value, id } = readCursor(sort, cursor);
  const { source, type } = SORT_SQL[sort.by];
  const than = sort.isDescending === isBefore ? sql`>` : sql`<`;
  return and(where, sql`(${source}, ${payout.id}) ${than} (${value}::${type}, ${id}::uuid)`);
}

/** Gives the order of a list, or its reverse: by the column, then by id, so that no two rows share a place. */
export function orderOf({ by, isDescending }: Sort, isBack = false): SQL[] {
  const direction = isDescending === isBack ? asc : desc;
  return [direction(SORT_SQL[by].source), direction(payout.id)];
}

function readCursor(sort: Sort, cursor: string): { value: string; id: string } {
  const read = place.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (read.success) {
    const [order, value, id] = read.data;
    if (order === writeSort(sort) && SORT_SQL[sort.by].isValue(value)) return { value, id };
  }
  throw new Problem('invalid', 'This page of the list cannot be found. Start again from its top.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
