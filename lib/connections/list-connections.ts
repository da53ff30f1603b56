import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { reads } from '../server/usecase.ts';

/** Lists all connections with everything but their secrets. */
export const listConnections = reads({
  name: 'list-connections',
  input: z.object({}),
  run: async (ctx) =>
    ctx.db
      .select({
        id: connection.id,
        option: connection.option,
        name: connection.name,
        host: connection.host,
        shopId: connection.shopId,
        publicKey: connection.publicKey,
        mode: connection.mode,
        isSandbox: connection.isSandbox,
        pausedAt: connection.pausedAt,
        pausedReason: connection.pausedReason,
        frozenAt: connection.frozenAt,
        frozenBy: person.name,
        checkedAt: connection.checkedAt,
        checkResult: connection.checkResult,
        updatedAt: connection.updatedAt,
      })
      .from(connection)
      .leftJoin(person, eq(person.id, connection.frozenBy))
      .orderBy(asc(connection.name)),
});

export type ListedConnection = Awaited<ReturnType<typeof listConnections>>[number];
