import { and, asc, desc, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { writeSort, type Sort } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { COLUMN_SQL, SORT_SQL } from './column-sql.ts';

/** Order, the value of its column, and the payout's id, of the last row of a page. */
const place = z.tuple([z.string(), z.string(), z.uuid()]);

/** Writes where the next page begins; opaque to whoever carries it. */
export function writeCursor(sort: Sort, value: string, id: string): string {
  return Buffer.from(JSON.stringify([writeSort(sort), value, id])).toString('base64url');
}

/** Gives the condition "after this place" in the order asked for. Throws `invalid` for a cursor that is not one of ours. */
export function after(sort: Sort, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const { value, id } = readCursor(sort, cursor);
  const than = sort.isDescending ? sql`<` : sql`>`;
  return sql`(${COLUMN_SQL[sort.by]}, ${payout.id}) ${than} (${value}::${SORT_SQL[sort.by].type}, ${id}::uuid)`;
}

/** Gives the order of a list: by the column, then by id, so that no two rows share a place. */
export function orderOf({ by, isDescending }: Sort): SQL[] {
  const direction = isDescending ? desc : asc;
  return [direction(COLUMN_SQL[by]), direction(payout.id)];
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

export const beyond = (where: SQL | undefined, sort: Sort, cursor: string | undefined) =>
  and(where, after(sort, cursor));
