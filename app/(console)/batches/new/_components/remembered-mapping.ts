import { plainName } from '#lib/domain/batch/batch-column.ts';

const PREFIX = 'paydesk.columns.';

/** Names a set of headers without saying them: a file without a header has people's data in its first line. */
function keyOf(headers: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of headers.map(plainName).join('\n')) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return PREFIX + hash.toString(16);
}

/** Gives how this browser's person told the columns of such a file before; null where they never did. */
export function rememberedMapping(headers: readonly string[]): (string | null)[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(headers)) ?? 'null');
    if (!Array.isArray(kept) || kept.length !== headers.length) return null;
    return kept.map((one) => (typeof one === 'string' ? one : null));
  } catch {
    return null;
  }
}

export function rememberMapping(headers: readonly string[], mapping: readonly (string | null)[]): void {
  try {
    localStorage.setItem(keyOf(headers), JSON.stringify(mapping));
  } catch {
    // A full or closed store costs a convenience.
  }
}
