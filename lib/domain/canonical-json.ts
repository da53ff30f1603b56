/** What can be written canonically: floats cannot, since two programs may write the same one differently. */
export type Canonical =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined };

/**
 * Writes a value as JSON in the one way there is: keys in order of their code units, no spaces, bigints as text of
 * digits, instants as ISO text in UTC, bytes as text of hex digits, keys with `undefined` left out. Throws `TypeError`
 * for floats, numbers beyond 2^53, lone surrogates and anything that is no data.
 */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number') return integer(value);
  if (value instanceof Date) return text(value.toISOString());
  if (value instanceof Uint8Array) return text(hexOf(value));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlain(value)) return object(value);
  throw new TypeError(`a ${typeof value} has no canonical form`);
}

function object(value: { readonly [key: string]: Canonical | undefined }): string {
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const one = value[key];
      return one === undefined ? [] : [`${text(key)}:${canonicalJson(one)}`];
    });
  return `{${members.join(',')}}`;
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('a text with half a character has no canonical form');
  return JSON.stringify(value);
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw new TypeError('a number that is no whole one has no canonical form');
  }
  return String(value);
}

// By hand: neither the browser nor Node's Uint8Array can be relied on for it.
function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isPlain(value: unknown): value is { readonly [key: string]: Canonical | undefined } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
