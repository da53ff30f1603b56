import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { exportRun } from '../db/export-schema.ts';
import { certificate } from '../domain/certificate.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

const count = z.number().int().nonnegative();

/**
 * Writes down how one's own export ended: whole with its certificate, or broken off and why. Its audit row carries the
 * file's digest, so that the audit chain vouches for the certificate. Throws `conflict` where it had ended before.
 */
export const endExport = changes({
  name: 'end-export',
  input: z.object({ id: z.uuid(), rows: count, bytes: count, end: z.union([certificate, z.string()]) }),
  async run(ctx, { id, rows, bytes, end }) {
    const endedAt = ctx.now();
    const outcome = typeof end === 'string' ? { problem: end } : { certificate: end };
    const ended = await ctx.db
      .update(exportRun)
      .set({ rows, bytes, beatAt: endedAt, endedAt, ...outcome })
      .where(and(eq(exportRun.id, id), eq(exportRun.personId, ctx.actor.id), isNull(exportRun.endedAt)))
      .returning({ words: exportRun.words });
    if (!ended[0]) throw new Problem('conflict', 'This export has ended already.');
    return ended[0];
  },
  audit: ({ id, rows, bytes, end }, { words }) => ({
    subject: words,
    detail: { id, rows, bytes, ...(typeof end === 'string' ? { brokeOff: end } : { sha256: end.sha256 }) },
  }),
});
