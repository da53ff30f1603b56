import { CATALOG, type Catalog } from './catalog.ts';
import type { Option } from './option.ts';

/** Gives the option of a code that came from outside, such as an address; null where the catalog has none. */
export function findOption(code: string, catalog: Catalog = CATALOG): Option | null {
  return Object.hasOwn(catalog, code) ? (catalog[code] ?? null) : null;
}
