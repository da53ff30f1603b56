import { canonicalJson, type Canonical } from '../domain/canonical-json.ts';
import { isSigned, readHead, type AuditHead } from './audit-head.ts';
import { FORMAT, GENESIS, linkHash, type AuditLink } from './audit-line.ts';

export interface Trust {
  /** The key that signs heads, in base64; heads of other keys then prove nothing. */
  publicKey?: string;
  /** Heads that were kept elsewhere: each must lie in the chain. */
  kept?: readonly AuditHead[];
}

export interface Finding {
  /** The link where it shows; null for the file as a whole. */
  seq: bigint | null;
  text: string;
}

export interface Verdict {
  isWhole: boolean;
  /** The first of what is wrong, at most 20. */
  findings: Finding[];
  seq: bigint;
  hash: string;
  /** The last link under a signed head that could be trusted; 0 where there is none. */
  coveredTo: bigint;
}

export interface Verifier {
  /** Takes the next link. */
  link(link: AuditLink): void;
  /** Takes a signed head that stands behind its link. */
  head(head: AuditHead): void;
  /** Takes the next line of an exported file, without its line break. */
  line(text: string): void;
  /** Says what was found; a file must have said where it ends. */
  end(isFile?: boolean): Verdict;
}

const MOST_FINDINGS = 20;

/** Checks a chain link by link, without database or network, in memory that does not grow with it. */
export function createVerifier({ publicKey, kept = [] }: Trust = {}): Verifier {
  const findings: Finding[] = [];
  const waiting = kept.filter((head) => isTrusted(head));
  let [seq, hash, coveredTo, lines, isEnded] = [0n, GENESIS, 0n, 0, false];
  let isWhole = true;

  function find(at: bigint | null, text: string): void {
    isWhole = false;
    if (findings.length < MOST_FINDINGS) findings.push({ seq: at, text });
  }

  function isTrusted(head: AuditHead): boolean {
    return isSigned(head) && (!publicKey || head.publicKey === publicKey);
  }

  function link(next: AuditLink): void {
    if (next.seq !== seq + 1n)
      find(next.seq, `stands where link ${seq + 1n} should: links were deleted, inserted or swapped`);
    else if (next.prevHash !== hash) find(next.seq, 'does not go on from the link before it');
    if (next.row === null) find(next.seq, 'its row was deleted');
    else if (linkHash(next.prevHash, next.row) !== next.hash) find(next.seq, 'its row or hash was edited');
    ({ seq, hash } = next);
    for (const one of waiting) if (BigInt(one.seq) === seq) agree(one, 'kept elsewhere');
  }

  function head(one: AuditHead): void {
    if (BigInt(one.seq) !== seq) return find(seq, `a head of link ${one.seq} stands behind it`);
    if (!isSigned(one)) return find(seq, 'its head has a wrong signature');
    if (isTrusted(one)) agree(one, 'in the file');
  }

  function agree(one: AuditHead, where: string): void {
    if (one.hash !== hash)
      find(seq, `is not what was signed at ${one.signedAt} (head ${where}): the chain was rewritten`);
    else coveredTo = seq;
  }

  function line(text: string): void {
    lines += 1;
    const value = readCanonical(text);
    const place = `line ${lines}`;
    if (value === undefined) return find(null, `${place} is not the JSON that was exported`);
    if (isEnded) return find(null, `${place} comes after the end`);
    if (lines === 1) {
      if (value.format !== FORMAT || Object.keys(value).length !== 1) find(null, `${place} does not say "${FORMAT}"`);
      return;
    }
    const signed = 'head' in value && Object.keys(value).length === 1 ? readHead(value.head) : null;
    if (signed) return head(signed);
    const read = readLink(value);
    if (read) return link(read);
    isEnded = 'end' in value && text === canonicalJson({ end: { seq, hash } });
    if (!isEnded) find(null, `${place} is no link, no head and no end of this chain`);
  }

  function end(isFile = lines > 0): Verdict {
    if (isFile && !isEnded) find(null, 'the file has no end: it was cut short');
    for (const one of kept) {
      if (!waiting.includes(one)) find(null, `the kept head of link ${one.seq} has a wrong signature or another key`);
      else if (BigInt(one.seq) > seq)
        find(null, `ends at link ${seq}, before the kept head of link ${one.seq}: the chain was cut short`);
    }
    if (publicKey && coveredTo === 0n && seq > 0n) find(null, 'no head signed by the given key is in this chain');
    return { isWhole, findings, seq, hash, coveredTo };
  }

  return { link, head, line, end };
}

// Canonical or nothing: what JSON would let pass (spaces, a key said twice) is no more the exported line.
function readCanonical(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as Canonical;
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function readLink({ seq, prevHash, hash, row, ...more }: Record<string, unknown>): AuditLink | null {
  const isHash = (one: unknown): one is string => typeof one === 'string' && /^[0-9a-f]{64}$/.test(one);
  if (typeof seq !== 'string' || !/^[1-9]\d{0,18}$/.test(seq) || Object.keys(more).length > 0) return null;
  if (!isHash(prevHash) || !isHash(hash) || typeof row !== 'object') return null;
  return { seq: BigInt(seq), prevHash, hash, row: row === null ? null : canonicalJson(row as Canonical) };
}
