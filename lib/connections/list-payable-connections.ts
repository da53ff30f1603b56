import { asc } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { reads } from '../server/usecase.ts';

/**
 * Lists what a payout may go through. A connection that stands still is among them with `heldBecause`: its payouts are
 * kept and sent when it goes on.
 */
export const listPayableConnections = reads({
  name: 'list-payable-connections',
  input: z.object({}),
  async run(ctx) {
    const { id, name, option, mode, isSandbox, pausedAt, pausedReason, frozenAt } = connection;
    const rows = await ctx.db
      .select({ id, name, option, mode, isSandbox, pausedAt, pausedReason, frozenAt })
      .from(connection)
      .orderBy(asc(name));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      option: row.option,
      mode: row.mode,
      isSandbox: row.isSandbox,
      heldBecause: heldBecause(row),
    }));
  },
});

export type PayableConnection = Awaited<ReturnType<typeof listPayableConnections>>[number];

function heldBecause(row: {
  frozenAt: Date | null;
  pausedAt: Date | null;
  pausedReason: string | null;
}): string | null {
  if (row.frozenAt) return 'It was frozen by hand: nothing is sent until an admin resumes it.';
  if (row.pausedAt)
    return row.pausedReason ?? 'The gateway refused its credentials: nothing is sent until they are mended.';
  return null;
}
