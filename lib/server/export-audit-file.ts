import { ReadableStream } from 'node:stream/web';
import { isSigned } from '../audit/audit-head.ts';
import { endLine, formatLine, GENESIS, headLine, linkLine } from '../audit/audit-line.ts';
import { exportAudit } from '../audit/export-audit.ts';
import { readChain } from '../audit/read-chain.ts';
import { attachment } from './attachment.ts';
import type { Ctx } from './usecase.ts';

/**
 * Answers the whole audit chain as lines of JSON, streamed part by part as it is read: the links in their order, each
 * signed head behind its link, and at last where the chain ends. Throws `forbidden`.
 */
export async function exportAuditFile(ctx: Ctx): Promise<Response> {
  const { upTo, fileName } = await exportAudit(ctx, {});
  return new Response(ReadableStream.from(parts(ctx, upTo)) as unknown as BodyInit, {
    headers: {
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Content-Disposition': attachment(fileName),
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

async function* parts({ db }: Ctx, upTo: bigint): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const encode = (lines: string[]) => encoder.encode(lines.map((line) => `${line}\n`).join(''));
  let [seq, hash] = [0n, GENESIS];
  yield encode([formatLine()]);
  for await (const { links, heads } of readChain(db, upTo)) {
    // One that was not signed at all says nothing, and would make a whole chain look broken.
    const signed = Map.groupBy(heads.filter(isSigned), (head) => head.seq);
    yield encode(links.flatMap((link) => [linkLine(link), ...(signed.get(String(link.seq)) ?? []).map(headLine)]));
    ({ seq, hash } = links.at(-1) ?? { seq, hash });
  }
  yield encode([endLine(seq, hash)]);
}
