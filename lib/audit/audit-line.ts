import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { AuditHead } from './audit-head.ts';

/** The first line of an exported chain: which form the others have. */
export const FORMAT = 'paydesk audit 1';

/** What stands before the first link, in hex. */
export const GENESIS = '00'.repeat(32);

/** One link of the chain; digests in hex. */
export interface AuditLink {
  seq: bigint;
  prevHash: string;
  hash: string;
  /** The canonical JSON of the audit row; null where the row is gone. */
  row: string | null;
}

/** Gives the hash of a link in hex: SHA-256 over the 32 bytes of the hash before and the canonical JSON of the row. */
export function linkHash(prevHash: string, row: string): string {
  return createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(row, 'utf8').digest('hex');
}

export const formatLine = (): string => canonicalJson({ format: FORMAT });

/** Writes a link as a line; the row stands in it as it was hashed. */
export function linkLine({ seq, prevHash, hash, row }: AuditLink): string {
  return `{"hash":"${hash}","prevHash":"${prevHash}","row":${row ?? 'null'},"seq":"${seq}"}`;
}

export const headLine = (head: AuditHead): string => canonicalJson({ head: { ...head } });

/** Writes the last line: without it a file was cut short. */
export const endLine = (seq: bigint, hash: string): string => canonicalJson({ end: { seq, hash } });
