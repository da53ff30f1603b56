import { sql } from 'drizzle-orm';
import { acceptBatch } from '#lib/batches/accept-batch.ts';
import type { Bench } from './bench.ts';
import { plannedFile, stageBatches, type Planned } from './bench-batches.ts';

const ROWS = 10_000;

/** Accepting a plan, held against the same rows by one statement from a table of them. */
export const bench: Bench = {
  title: `accepting ${ROWS.toLocaleString('en-IN')} rows (payouts, audit, MACs) against one insert … select of the same rows`,
  unit: 'rows a second',
  // Twice its time.
  ship: 0.5,
  async prepare() {
    const stage = await stageBatches('accept_batch');
    return {
      ours: async () =>
        (ROWS / (await timed(plannedFile(stage, ROWS), ({ plan }) => acceptBatch(stage.maker, plan)))) * 1_000,
      peer: async () => (ROWS / (await timed(plannedFile(stage, ROWS), insertAll))) * 1_000,
      close: stage.close,
    };
  },
};

async function timed(made: Promise<Planned>, run: (planned: Planned) => Promise<unknown>): Promise<number> {
  const planned = await made;
  const begun = performance.now();
  await run(planned);
  return performance.now() - begun;
}

/** The rows stand in a table of the same columns, as after COPY; then they become payouts by one statement. */
async function insertAll({ plan, maker }: Planned): Promise<void> {
  await maker.db.transaction(async (tx) => {
    await tx.execute(
      sql`create temporary table copied on commit drop as select * from batch_draft where batch_id = ${plan.id}`,
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
}
