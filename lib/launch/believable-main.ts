import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { createVault } from '#lib/server/vault.ts';
import { believableRows, type Believable } from './believable-rows.ts';

export interface Asked extends Believable {
  count: number;
  appKey: string;
}

/** What a thread of its own runs: writes believable payouts, a piece for each message that asks for one. */
async function writeRows(): Promise<void> {
  const port = parentPort!;
  const { count, appKey, ...by } = workerData as Asked;
  const asked = on(port, 'message');
  for (const piece of believableRows(count, by, createVault(appKey))) {
    await asked.next();
    port.postMessage(piece, [piece.buffer]);
  }
  port.close();
}

await writeRows();
