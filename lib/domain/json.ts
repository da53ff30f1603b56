/** Writes a value as JSON: instants as ISO text, paise (bigint) as digits. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
}

/** Reads what `writeJson` wrote, by the names of our keys: `…At` is an instant, `…Minor` is paise. */
export function readJson(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (key.endsWith('At')) return new Date(value);
    return key.endsWith('Minor') ? BigInt(value) : value;
  });
}
