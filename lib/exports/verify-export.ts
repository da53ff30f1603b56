import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { certificate, type Certificate } from '../domain/certificate.ts';
import { PAISE_HEADER, STATUS_HEADER } from '../domain/column.ts';
import { READ_ROWS } from './read-file-rows.ts';

export interface ExportVerdict {
  isWhole: boolean;
  /** What is wrong, in words. */
  findings: string[];
  /** What the file was held against beside its digest. */
  checked: string[];
}

/**
 * Holds a file against its certificate: its bytes, how many rows it has, its columns and, where both columns are in it,
 * the sum of every status. Needs nothing but the two. Throws for a certificate that is none.
 */
export async function verifyExport(path: string, given: unknown): Promise<ExportVerdict> {
  const read = certificate.safeParse(given);
  if (!read.success) throw new Error('This is no certificate of an export.');
  const stated = read.data;
  const findings = await bytesOf(path, stated);
  const checked: string[] = [];
  try {
    const found = await tallyOf(path, stated);
    checked.push(`${found.rows} rows`);
    if (found.rows !== stated.rows) findings.push(`It has ${found.rows} rows; there were ${stated.rows}.`);
    if (found.sums) {
      checked.push('the count and the sum of every status');
      findings.push(...differences(found.sums, stated));
    }
  } catch (error) {
    findings.push(`It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { isWhole: findings.length === 0, findings, checked };
}

async function bytesOf(path: string, { bytes, sha256 }: Certificate): Promise<string[]> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return [
    ...(size === bytes ? [] : [`It has ${size} bytes; there were ${bytes}.`]),
    ...(hash.digest('hex') === sha256 ? [] : ['Its bytes are not those that were sent: the SHA-256 is another.']),
  ];
}

type Sums = Map<string, { rows: number; paise: bigint }>;

async function tallyOf(path: string, { format, columns }: Certificate): Promise<{ rows: number; sums?: Sums }> {
  const [status, paise] = [columns.indexOf(STATUS_HEADER), columns.indexOf(PAISE_HEADER)];
  const sums: Sums = new Map();
  let rows = -1;
  for await (const cells of READ_ROWS[format](path)) {
    rows++;
    if (rows === 0) {
      const isHead = cells.length === columns.length && cells.every((cell, at) => bare(cell) === columns[at]);
      if (!isHead) throw new Error('its columns are not those of the certificate.');
      continue;
    }
    if (cells.length !== columns.length) throw new Error(`row ${rows} has ${cells.length} cells.`);
    const sum = sums.get(cells[status] ?? '') ?? { rows: 0, paise: 0n };
    if (paise >= 0) sum.paise += BigInt(cells[paise] ?? '');
    sum.rows++;
    sums.set(cells[status] ?? '', sum);
  }
  // A file of JSON lines without a row has no head either.
  return { rows: Math.max(rows, 0), ...(status >= 0 && paise >= 0 && { sums }) };
}

const bare = (cell: string): string => cell.replace(/^\ufeff/, '');

function differences(found: Sums, { sums }: Certificate): string[] {
  const stated: Sums = new Map(sums.map(({ status, rows, paise }) => [status, { rows, paise: BigInt(paise) }]));
  return [...new Set([...stated.keys(), ...found.keys()])].flatMap((status) => {
    const [a, b] = [stated.get(status), found.get(status)];
    if (a?.rows === b?.rows && a?.paise === b?.paise) return [];
    const say = (sum: typeof a) => `${sum?.rows ?? 0} rows and ${sum?.paise ?? 0} paise`;
    return [`“${status}” has ${say(b)}; there were ${say(a)}.`];
  });
}
