import type { GatewayClient } from '../gateway/client.ts';
import type { Vault } from '../server/vault.ts';
import type { Shop } from './shops.ts';
import type { Store } from './store.ts';

export interface WorkerLog {
  info(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

/** What the worker works with; the simulation hands in others. */
export interface Deps {
  store: Store;
  gateway: Pick<GatewayClient, 'postPayout' | 'queryByUid' | 'queryByTrackingId'>;
  vault: Pick<Vault, 'open' | 'contentDigest' | 'earlier'>;
  shopOf(connectionId: string): Promise<Shop>;
  /** Monotonic time, which no change of the machine's clock moves. */
  elapsedMs(): number;
  log: WorkerLog;
}
