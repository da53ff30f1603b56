import { eq } from 'drizzle-orm';
import type { Db } from '../db/pool.ts';
import { connection } from '../db/connection-schema.ts';
import { openAsWorker } from '../server/sealed-box.ts';

/** A connection as the gateway client needs it, secret opened: only ever in the worker's memory. */
export interface Shop {
  host: string;
  shopId: string;
  secret: string;
  /** The sandbox may live on a private address; nothing else may. */
  allowPrivate: boolean;
  notificationUrl: string;
}

/** Opens connections' secrets with the worker's private key; kept until the connection changes. */
export function createShops(db: Db, privateKey: string, publicUrl: string): (connectionId: string) => Promise<Shop> {
  const opened = new Map<string, { version: number; shop: Shop }>();
  return async (connectionId) => {
    const [row] = await db.select().from(connection).where(eq(connection.id, connectionId));
    if (!row) throw new Error(`no connection ${connectionId}`);
    const version = row.updatedAt.getTime();
    const known = opened.get(connectionId);
    if (known?.version === version) return known.shop;
    const shop: Shop = {
      host: row.host,
      shopId: row.shopId,
      secret: await openAsWorker(privateKey, row.secretSealed, `connection:${connectionId}`),
      allowPrivate: row.isSandbox,
      notificationUrl: `${publicUrl}/api/webhooks/${row.webhookKey}`,
    };
    opened.set(connectionId, { version, shop });
    return shop;
  };
}
