import { randomUUID } from 'node:crypto';
import { startDatabaseServer } from '#e2e/proof/rig/database-server.ts';
import { batchStage, fileOf, rowOf } from '#lib/batches/testing/batch-stage.ts';
import { uploadBatch } from '#lib/batches/upload-batch.ts';
import { openDb, type Db } from '#lib/db/pool.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { ticksOf } from '#lib/domain/batch/plan.ts';
import type { Ctx } from '#lib/server/usecase.ts';

const PORT = 24_561;

/** A maker of a console with a durable database of its own. */
export interface BatchStage {
  maker: Ctx;
  db: Db;
  url: string;
  /** One that takes any amount: what a rupee a row comes to nobody has to approve. */
  option: string;
  /** How many rows files have had so far: no two are alike. */
  made: number;
  close(): Promise<void>;
}

export interface Planned {
  maker: Ctx;
  plan: { id: string; planHash: string; acknowledged: string[] };
}

/** Starts PostgreSQL with everything durable, as it ships, and a console in it. */
export async function stageBatches(name: string): Promise<BatchStage> {
  const server = await startDatabaseServer(PORT);
  const url = await server.newDatabase(name);
  const { db, close } = openDb(url, { max: 12, name: 'paydesk-bench' });
  const { people, connections } = await batchStage(db);
  const option = Object.keys(connections).find((code) => !CATALOG[code]?.amount);
  if (!option) throw new Error('every option has a least amount');
  return {
    ...{ maker: people.maker, db, url, option, made: 0 },
    async close() {
      await close();
      await server.close();
    },
  };
}

/** Uploads a file of so many rows that no batch had before, within what nobody has to approve; gives what accepting it takes. */
export async function plannedFile(stage: BatchStage, rows: number): Promise<Planned> {
  const id = randomUUID();
  const lines = Array.from({ length: rows }, (_, i) => rowOf(stage.made + i, { option: stage.option, amount: '1' }));
  stage.made += rows;
  const file = [new TextEncoder().encode(fileOf(lines))];
  const made = await uploadBatch(stage.maker, { id, name: 'bench.csv', file });
  if (!made.plan || !made.planHash) throw new Error('the file was accepted before');
  return { maker: stage.maker, plan: { id, planHash: made.planHash, acknowledged: ticksOf(made.plan) } };
}
