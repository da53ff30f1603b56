import { z } from 'zod';
import { istDate, formatIst } from '../domain/time.ts';
import { changes } from '../server/usecase.ts';
import { endOfChain } from './seal-audit.ts';

/**
 * Gives the link up to which the audit chain is exported, and the name of the file; records that this person took it. That
 * record is sealed later, so it stands in the next export.
 */
export const exportAudit = changes({
  name: 'export-audit',
  input: z.object({}),
  async run(ctx) {
    const { seq, hash } = await endOfChain(ctx.db);
    const now = ctx.now();
    const time = formatIst(now).slice(-12, -4).replaceAll(':', '.');
    return { upTo: seq, hash, fileName: `Audit chain to ${seq}, ${istDate(now)} ${time} IST.jsonl` };
  },
  audit: (_, { upTo, hash, fileName }) => ({ detail: { upTo: String(upTo), hash, fileName, format: 'jsonl' } }),
});
