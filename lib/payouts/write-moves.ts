import { getTableColumns, sql } from 'drizzle-orm';
import type { Tx } from '../db/pool.ts';
import { payout } from '../db/schema.ts';
import type { Decision, PayoutEvent } from '../domain/decide.ts';
import type { FinalState } from '../domain/payout.ts';
import type { ApplyOptions } from './apply-event.ts';

/** What was decided about a payout that is locked. */
export interface Move {
  row: typeof payout.$inferSelect;
  now: Date;
  event: PayoutEvent;
  options: ApplyOptions;
  decision: Decision;
}

type Columns = Partial<typeof payout.$inferInsert>;

/** Writes the payouts' new columns: one statement for all that change the same ones. */
export async function writeMoves(tx: Tx, moves: readonly Move[]): Promise<void> {
  const alike = new Map<string, { row: Move['row']; changed: Columns }[]>();
  for (const { row, decision, event } of moves) {
    const told = { state: decision.state, ...decision.changes, ...believed(decision), ...refusalOf(event) };
    const changed = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Columns;
    const key = Object.keys(changed).sort().join();
    alike.set(key, [...(alike.get(key) ?? []), { row, changed }]);
  }
  for (const some of alike.values()) await writeAlike(tx, some);
}

async function writeAlike(tx: Tx, some: { row: Move['row']; changed: Columns }[]): Promise<void> {
  const columns = getTableColumns(payout);
  const keys = Object.keys(some[0]?.changed ?? {}) as (keyof typeof columns)[];
  const decided = some.map(({ row, changed }) => ({
    ...{ id: row.id, epoch: row.epoch },
    ...Object.fromEntries(keys.map((key) => [columns[key].name, changed[key]])),
  }));
  const names = keys.map((key) => sql.identifier(columns[key].name));
  const set = names.map((name) => sql`${name} = decided.${name}`);
  const { rowCount } = await tx.execute(
    sql`update "payout" set ${sql.join(set, sql`, `)}
      from jsonb_populate_recordset(null::payout, ${JSON.stringify(decided)}::jsonb) as decided
      where "payout".id = decided.id and "payout".epoch = decided.epoch`,
  );
  // The rows are locked, so this can only be a bug: never carry on with a move that did not happen.
  if (rowCount !== some.length) throw new Error('a payout moved under its own lock');
}

/** What the gateway stated, as columns. */
function believed(decision: Decision): Columns {
  const columns: Columns = {};
  for (const effect of decision.effects) {
    if (effect.type === 'correct') columns.correctedFrom = effect.from as FinalState;
    if (effect.type !== 'believe') continue;
    const { word, message, bankCode, reference, receiptUrl, manuallyCorrectedAt } = effect.snapshot;
    Object.assign(columns, { gatewayWord: word, gatewayMessage: message, gatewayCode: bankCode, manuallyCorrectedAt });
    // A later answer may leave out what an earlier one gave: that is no retraction.
    if (reference) columns.reference = reference;
    if (receiptUrl) columns.receiptUrl = receiptUrl;
  }
  return columns;
}

function refusalOf(event: PayoutEvent): Columns {
  if (event.type !== 'answered' || event.outcome.kind !== 'refused') return {};
  const { message, code, fields } = event.outcome.error;
  return { refusal: { message, code, fields } };
}
