import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { hasLiveConnection } from '../db/live-connection.ts';
import { connection } from '../db/connection-schema.ts';
import { advisoryKey } from '../domain/advisory.ts';
import { Problem } from '../domain/problem.ts';
import { changes, parse, type Ctx } from '../server/usecase.ts';
import { createPayout } from './create-payout.ts';
import { newPayout } from './new-payout.ts';
import { advisoriesFor } from './preview-payout.ts';
import { samplePayouts, type Sample } from './sample-payouts.ts';

/**
 * Creates the sample payouts, through every sandbox connection and every outcome; asked again it creates those that are
 * missing. Throws `conflict` where real money could leave, or where there is no sandbox connection.
 */
export const sendSamples = changes({
  name: 'send-samples',
  input: z.object({}),
  async run(ctx) {
    if (await hasLiveConnection(ctx.db)) {
      throw new Problem('conflict', 'There is a live connection here, so nothing made up is sent.');
    }
    const { id, option, mode } = connection;
    const sandboxes = await ctx.db
      .select({ id, option, mode })
      .from(connection)
      .where(eq(connection.isSandbox, true))
      .orderBy(asc(option), asc(connection.name));
    const samples = samplePayouts(sandboxes);
    if (samples.length === 0) throw new Problem('conflict', 'There is no sandbox connection to send samples through.');
    let created = 0;
    for (const sample of samples) if (await create(ctx, sample)) created += 1;
    return { created, known: samples.length - created };
  },
  audit: (_, { created }) => (created > 0 ? { subject: 'samples', detail: { created } } : null),
});

async function create(ctx: Ctx, { id, connectionId, instruction }: Sample): Promise<boolean> {
  const typed = { id, connectionId, instruction, acknowledged: [] };
  // Whatever the hour advises against may happen to a sample.
  const advisories = await advisoriesFor(ctx, id, parse(newPayout, typed).instruction);
  const made = await createPayout(ctx, { ...typed, acknowledged: advisories.map(advisoryKey) });
  return made.created;
}
