import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import { reads, type Ctx } from '../server/usecase.ts';

const LOOKS = 50;
const PAUSE_MS = 200;

/**
 * Has the worker ask the gateway something harmless with this connection's credentials, and waits up to 10 s for what it
 * found. Moves no money. Throws `not_found`, and `unavailable` where no worker answers in time.
 */
export const checkConnection = reads({
  name: 'check-connection',
  input: z.object({ id: z.uuid('Choose a connection.') }),
  async run(ctx, { id }) {
    const before = await checkedAt(ctx, id);
    await ctx.db.update(connection).set({ checkAskedAt: ctx.now() }).where(eq(connection.id, id));
    await ctx.db.execute(sql`select pg_notify('paydesk_connection', ${id})`);
    for (let look = 0; look < LOOKS; look++) {
      await sleep(PAUSE_MS);
      const { at, result } = await checkedAt(ctx, id);
      if (at && at.getTime() !== before.at?.getTime()) return { works: result === 'ok', result, at };
    }
    throw new Problem(
      'unavailable',
      'The worker has not answered within 10 seconds. Its answer will stand here when it does.',
    );
  },
});

async function checkedAt(ctx: Ctx, id: string): Promise<{ at: Date | null; result: string | null }> {
  const [found] = await ctx.db
    .select({ at: connection.checkedAt, result: connection.checkResult })
    .from(connection)
    .where(eq(connection.id, id));
  if (!found) throw new Problem('not_found', 'This connection does not exist.');
  return found;
}
