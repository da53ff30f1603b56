import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { CATALOG } from '#lib/domain/catalog.ts';

const HEADER = 'option,Account number,IFSC,Account name,First name,Last name,Mobile,Bank,Amount,Narration,Reference';

/** Options that need nothing but these columns. */
export const CODES = Object.entries(CATALOG)
  .filter(([, { fields }]) =>
    fields.every(({ required, kind }) => !required || !['address', 'email', 'wallet', 'city'].includes(kind)),
  )
  .map(([code]) => code);

/** A mixed file of believable rows, line by line; no two alike. */
export function* benchLines(rows: number): Generator<string> {
  yield `${HEADER}\n`;
  for (let i = 0; i < rows; i += 1) {
    const account = 50_100_010_000_000 + i;
    yield `${CODES[i % CODES.length]},${account},HDFC0000${300 + (i % 50)},Asha Verma ${i},Asha,Verma ${i},98${10_000_000 + i},HDFC Bank,${500 + (i % 900)}.00,Salary ${i},REF-${i}\n`;
  }
}

/** Writes such a file where several processes read the same one. */
export async function writeBenchFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  for (const line of benchLines(rows)) if (!file.write(line)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
