import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { CheckedRow } from '../domain/batch/check-row.ts';
import { isSecretKey } from '../domain/batch/check-row.ts';
import type { Finding } from '../domain/batch/finding.ts';
import { beneficiaryOf } from '../domain/beneficiary.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf, type Instruction } from '../domain/instruction.ts';
import { lastFour, maskTail } from '../domain/text.ts';
import type { Ctx } from '../server/usecase.ts';
import { lookUpIfsc } from '../domain/ifsc-data.ts';

/** Rows written in one statement. */
const ROWS_AT_ONCE = 1_000;

/** Columns of `batch_draft` as they travel, with their types; bytes travel as hex. */
const DRAFT = {
  ...{ id: 'uuid', line: 'int', connection_id: 'uuid', option: 'text', amount_minor: 'bigint', description: 'text' },
  ...{ test: 'boolean', values: 'jsonb', account_sealed: 'hex', account_last4: 'text', account_index: 'hex' },
  ...{
    beneficiary: 'text',
    ifsc: 'text',
    bank: 'text',
    tracking_id: 'text',
    request_id: 'uuid',
    content_digest: 'hex',
  },
  advisories: 'jsonb',
} as const;

type DraftRow = Record<keyof typeof DRAFT, unknown>;

const NAMES = Object.keys(DRAFT) as (keyof typeof DRAFT)[];
const quoted = (name: string) => `"${name}"`;
const INTO = NAMES.map(quoted).join(', ');
const FROM = NAMES.map((name) =>
  DRAFT[name] === 'hex' ? `decode(r.${quoted(name)}, 'hex')` : `r.${quoted(name)}`,
).join(', ');
const TYPES = NAMES.map((name) => `${quoted(name)} ${DRAFT[name] === 'hex' ? 'text' : DRAFT[name]}`).join(', ');

/** Writes checked rows to a batch's plan as they come: payouts to be, and lines that are left out with their reasons. */
export function createStage(ctx: Pick<Ctx, 'db' | 'vault' | 'id'>, batchId: string) {
  let drafts: DraftRow[] = [];
  let faults: Fault[] = [];

  // One statement is under way while the next rows are checked.
  let under = Promise.resolve();

  const write = async (writing: DraftRow[], leaving: Fault[]) => {
    if (writing.length > 0) {
      await ctx.db.execute(sql`insert into batch_draft (batch_id, ${sql.raw(INTO)})
        select ${batchId}::uuid, ${sql.raw(FROM)} from jsonb_to_recordset(${JSON.stringify(writing)}::jsonb) as r (${sql.raw(TYPES)})`);
    }
    if (leaving.length > 0) await writeFaults(ctx, batchId, leaving);
  };
  const begin = async () => {
    const [writing, leaving] = [drafts, faults];
    [drafts, faults] = [[], []];
    await under;
    under = write(writing, leaving);
    // Whoever waits for it next is told; until then nobody does.
    under.catch(() => {});
  };
  const flush = async () => {
    await begin();
    await under;
  };

  return {
    async take(row: CheckedRow, shown: Record<string, string>): Promise<void> {
      if (row.instruction && row.connectionId)
        drafts.push(draftOf(ctx, row.line, row.connectionId, row.instruction, row.findings));
      else faults.push({ line: row.line, shown, findings: row.findings });
      if (drafts.length + faults.length >= ROWS_AT_ONCE) await begin();
    },
    flush,
  };
}

export interface Fault {
  line: number;
  shown: Record<string, string>;
  findings: Finding[];
}

async function writeFaults(ctx: Pick<Ctx, 'db'>, batchId: string, faults: readonly Fault[]): Promise<void> {
  await ctx.db.execute(sql`insert into batch_fault (batch_id, line, shown, findings)
    select ${batchId}::uuid, r.line, r.shown, r.findings
    from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as r (line int, shown jsonb, findings jsonb)`);
}

/** Adds what only the whole file showed: rows that are blocked by it leave the plan, the others are to be confirmed. */
export async function addFileFindings(
  ctx: Pick<Ctx, 'db'>,
  batchId: string,
  found: Map<number, Finding[]>,
): Promise<void> {
  const all = [...found].map(([line, findings]) => ({
    line,
    findings,
    keys: findings.map(advisoryKeyOf),
    blocks: findings.some(({ blocks }) => blocks),
  }));
  for (let at = 0; at < all.length; at += ROWS_AT_ONCE) {
    const some = JSON.stringify(all.slice(at, at + ROWS_AT_ONCE));
    await leaveOut(ctx, batchId, some);
    await ctx.db.execute(sql`update batch_draft d set advisories = d.advisories || r.keys
      from jsonb_to_recordset(${some}::jsonb) as r (line int, keys jsonb, blocks boolean)
      where d.batch_id = ${batchId} and d.line = r.line and not r.blocks`);
  }
}

/** Takes rows (as JSON: `line`, `findings`, `blocks`) out of the plan. */
async function leaveOut(ctx: Pick<Ctx, 'db'>, batchId: string, rows: string): Promise<void> {
  await ctx.db.execute(sql`
    with gone as (
      delete from batch_draft d using jsonb_to_recordset(${rows}::jsonb) as r (line int, findings jsonb, blocks boolean)
      where d.batch_id = ${batchId} and d.line = r.line and r.blocks
      returning d.*, r.findings
    )
    insert into batch_fault (batch_id, line, shown, findings)
    select batch_id, line, jsonb_build_object('beneficiary', beneficiary, 'account', '••••' || account_last4,
      'amount', amount_minor / 100 || '.' || lpad((amount_minor % 100)::text, 2, '0'), 'trackingId', tracking_id), findings
    from gone`);
}

const advisoryKeyOf = ({ key, code }: Finding): string => `${key}:${code}`;

function draftOf(
  ctx: Pick<Ctx, 'vault' | 'id'>,
  line: number,
  connectionId: string,
  instruction: Instruction,
  findings: readonly Finding[],
): DraftRow {
  const option = CATALOG[instruction.option];
  if (!option) throw new Error(`no option ${instruction.option} in the catalog`);
  const id = ctx.id();
  const { [accountFieldOf(option).path]: account = '', ...values } = instruction.values;
  const ifscField = option.fields.find(({ kind }) => kind === 'ifsc');
  const ifsc = ifscField ? (values[ifscField.path] ?? '') : '';
  return {
    id,
    line,
    connection_id: connectionId,
    option: instruction.option,
    amount_minor: String(instruction.amountMinor),
    description: values.description ?? '',
    test: instruction.test,
    values,
    account_sealed: ctx.vault.seal(account, `payout:${id}`).toString('hex'),
    account_last4: lastFour(account),
    account_index: ctx.vault.blindIndex(account).toString('hex'),
    beneficiary: beneficiaryOf(option, values) ?? 'Beneficiary',
    ifsc,
    bank: ifsc ? lookUpIfsc(ifsc).bank : null,
    tracking_id: values.tracking_id ?? `pd-${createHash('sha256').update(id).digest('hex').slice(0, 24)}`,
    request_id: ctx.id(),
    content_digest: ctx.vault.contentDigest(canonicalContent(connectionId, instruction)).toString('hex'),
    advisories: findings.map(advisoryKeyOf),
  };
}

/** What may be kept of a line that is not paid: who and how much; an account by its tail only. */
export function shownOf(cells: readonly string[], mapping: readonly (string | null)[]): Record<string, string> {
  const shown: Record<string, string> = {};
  mapping.forEach((key, at) => {
    const cell = (cells[at] ?? '').trim();
    if (key === null || cell === '') return;
    if (isSecretKey(key)) shown.account = maskTail(cell.slice(0, 40), 4);
    else if (SHOWN.has(key)) shown[SHOWN.get(key) ?? key] ??= cell.slice(0, 100);
  });
  return shown;
}

const SHOWN = new Map([
  ['holderName', 'beneficiary'],
  ['firstName', 'beneficiary'],
  ['amount', 'amount'],
  ['trackingId', 'trackingId'],
]);
