import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { acceptBatch } from '#lib/batches/accept-batch.ts';
import { uploadBatch } from '#lib/batches/upload-batch.ts';
import { ticksOf } from '#lib/domain/batch/plan.ts';
import type { Ctx } from '#lib/server/usecase.ts';

/** What a bench is given: a maker of a migrated database that has a connection of this option. */
export interface AcceptBench {
  maker: Ctx;
  /** A CSV of so many rows that no batch had before, within what nobody has to approve. */
  fileOf(rows: number): Uint8Array;
}

/**
 * Time of accepting a plan beside the same rows by one `insert … select` from a table of them (payout and audit row, in
 * one transaction), in turns. Gives both in milliseconds and how many times the peer's the own time is.
 */
export async function benchAcceptBatch({ maker, fileOf }: AcceptBench, { rows = 10_000, pairs = 3 } = {}) {
  const found = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const own = await timedAccept(maker, fileOf(rows));
    const peer = await timedPeer(maker, fileOf(rows));
    found.push({ own: Math.round(own), peer: Math.round(peer), ratio: own / peer });
  }
  return found;
}

async function plan(maker: Ctx, file: Uint8Array) {
  const id = randomUUID();
  const made = await uploadBatch(maker, { id, name: 'bench.csv', file: [file] });
  if (!made.plan || !made.planHash) throw new Error('the file was accepted before');
  return { id, planHash: made.planHash, acknowledged: ticksOf(made.plan) };
}

async function timedAccept(maker: Ctx, file: Uint8Array): Promise<number> {
  const planned = await plan(maker, file);
  const begun = performance.now();
  await acceptBatch(maker, planned);
  return performance.now() - begun;
}

/** The rows stand in a table of the same columns, as after COPY; then they become payouts by one statement. */
async function timedPeer(maker: Ctx, file: Uint8Array): Promise<number> {
  const { id } = await plan(maker, file);
  const begun = performance.now();
  await maker.db.transaction(async (tx) => {
    await tx.execute(
      sql`create temporary table copied on commit drop as select * from batch_draft where batch_id = ${id}`,
    );
    await tx.execute(sql`
      with made as (
        insert into payout (id, connection_id, option, state, amount_minor, description, test, "values", account_sealed, account_last4,
          account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, required_checkers, maker_id, next_send_at)
        select id, connection_id, option, 'queued', amount_minor, description, test, "values", account_sealed, account_last4,
          account_index, beneficiary, ifsc, tracking_id, request_id, content_digest, 0, ${maker.actor.id}, now() from copied
        returning id
      )
      insert into audit (at, actor, actor_name, verb, payout_id) select now(), ${maker.actor.id}, 'Bench', 'create-payout', id from made`);
  });
  const took = performance.now() - begun;
  await maker.db.execute(sql`delete from batch where id = ${id}`);
  return took;
}
