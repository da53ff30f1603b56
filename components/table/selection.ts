/** What is picked: some rows, or with `isAll` every row of the filter except some. */
export interface Selection {
  isAll: boolean;
  /** Those picked; with `isAll` those left out. */
  ids: ReadonlySet<string>;
}

export const NOTHING: Selection = { isAll: false, ids: new Set() };
export const EVERYTHING: Selection = { isAll: true, ids: new Set() };

export const isPicked = ({ isAll, ids }: Selection, id: string): boolean => isAll !== ids.has(id);

export const isNothing = ({ isAll, ids }: Selection): boolean => !isAll && ids.size === 0;

/** Picks rows, or leaves them out. */
export function pick({ isAll, ids }: Selection, rows: readonly string[], isOn: boolean): Selection {
  const next = new Set(ids);
  for (const id of rows) {
    if (isOn === isAll) next.delete(id);
    else next.add(id);
  }
  return { isAll, ids: next };
}
