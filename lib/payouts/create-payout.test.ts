import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { connection } from '../db/connection-schema.ts';
import { audit, payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { ROLES } from '../domain/access.ts';
import { advisoryKey } from '../domain/advisory.ts';
import { CATALOG } from '../domain/catalog.ts';
import { kindOf } from '../domain/field.ts';
import { accountFieldOf, fieldsOf } from '../domain/instruction.ts';
import { Problem } from '../domain/problem.ts';
import { sampleValues, withValue, type TypedValues } from '../domain/sample.ts';
import type { Ctx } from '../server/usecase.ts';
import { createPayout } from './create-payout.ts';
import type { ShownAdvisory } from './preview-payout.ts';

const { db } = await testDb({ max: 25 });
const vault = testVault();
const options = Object.entries(CATALOG);
const connections: Record<string, string> = {};
// Outside every quiet hour, so that only what a test does is out of the ordinary.
const noon = new Date('2026-11-20T06:30:00Z');

let maker: Ctx;
let accounts = 40_000_000_000n;

beforeAll(async () => {
  maker = { ...(await ctxOf(db, vault, 'maker')), now: () => noon };
  for (const [code] of options) connections[code] = await addConnection(db, vault, { option: code });
});

/** Values of an option nobody paid before: an account and a tracking id of its own. */
function fresh(code: string, changes: Record<string, unknown> = {}): TypedValues & { option: string } {
  const option = CATALOG[code]!;
  const account = String((accounts += 7n));
  const own = { [accountFieldOf(option).path]: account, tracking_id: `t-${account}`, ...changes };
  return Object.entries(own).reduce(
    (values, [path, value]) => withValue(values, path, value),
    sampleValues(code, option),
  ) as TypedValues & { option: string };
}

const asked = <Typed extends { option: string }>(
  instruction: Typed,
  more: { id?: string; acknowledged?: string[]; connectionId?: string } = {},
) => ({
  id: randomUUID(),
  connectionId: connections[instruction.option]!,
  acknowledged: [],
  ...more,
  instruction,
});

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.then(
    () => new Error('it went through'),
    (error: unknown) => error,
  );
  if (thrown instanceof Problem) return thrown;
  throw thrown;
}

const rowsOf = (id: string) => db.select().from(payout).where(eq(payout.id, id));
const payoutCount = () => db.$count(payout);

describe.each(options)('a payout of option %s', (code, option) => {
  it('is queued with what was asked for, and its account number is in no text column', async () => {
    const instruction = fresh(code);
    const account = String(accounts);
    const input = asked(instruction);
    expect(await createPayout(maker, input)).toEqual({ id: input.id, created: true });
    const [row] = await rowsOf(input.id);
    expect(row).toMatchObject({
      state: 'queued',
      option: code,
      connectionId: input.connectionId,
      makerId: maker.actor.id,
      accountLast4: account.slice(-4),
      trackingId: `t-${account}`,
      ifsc: 'HDFC0000325',
      bank: 'HDFC Bank',
    });
    expect(vault.open(row!.accountSealed, `payout:${input.id}`)).toBe(account);
    const values = { ...row!.values, tracking_id: undefined };
    expect(JSON.stringify(values)).not.toContain(account);
    const [text] = (
      await db.execute<{ row: string }>(
        sql`select (to_jsonb(p) - 'tracking_id' - 'values')::text as row from payout p where id = ${input.id}`,
      )
    ).rows;
    const told = await db.select().from(audit).where(eq(audit.payoutId, input.id));
    expect(text!.row + JSON.stringify({ ...told[0], id: undefined })).not.toContain(account);
  });

  it('is refused whole when any required field is missing, with the field named', async () => {
    const before = await payoutCount();
    for (const { path } of fieldsOf(option).filter((field) => field.required)) {
      const problem = await problemOf(createPayout(maker, asked(fresh(code, { [path]: '' }))));
      expect(problem.code).toBe('invalid');
      expect(Object.keys(problem.fields ?? {})).toEqual([`instruction.${path}`]);
    }
    expect(await payoutCount()).toBe(before);
  });

  it('does not go through a connection of another option', async () => {
    const other = options.find(([one]) => one !== code)![0];
    const problem = await problemOf(createPayout(maker, asked(fresh(code), { connectionId: connections[other] })));
    expect(problem).toMatchObject({ code: 'invalid', fields: { connectionId: [expect.stringContaining('another')] } });
  });
});

describe('one form', () => {
  const [code] = options[0]!;

  it('makes one payout when it is sent twice, and the second answer leads to the first', async () => {
    const input = asked(fresh(code));
    expect(await createPayout(maker, input)).toEqual({ id: input.id, created: true });
    expect(await createPayout(maker, input)).toEqual({ id: input.id, created: false });
    // Typed differently, yet the same once cleaned; and with other ticks.
    const again = {
      ...input,
      acknowledged: ['amount:imps_cap'],
      instruction: { ...input.instruction, amount: '₹ 500/-' },
    };
    expect(await createPayout(maker, again)).toEqual({ id: input.id, created: false });
    expect(await db.select().from(audit).where(eq(audit.payoutId, input.id))).toHaveLength(1);
  });

  it('makes one payout when it is sent twenty times at once', async () => {
    const input = asked(fresh(code));
    const answers = await Promise.all(Array.from({ length: 20 }, () => createPayout(maker, input)));
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([input.id]));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await rowsOf(input.id)).toHaveLength(1);
    expect(await db.select().from(audit).where(eq(audit.payoutId, input.id))).toHaveLength(1);
  });

  it('never changes what it has sent: other values are a conflict that names the payout', async () => {
    const input = asked(fresh(code));
    await createPayout(maker, input);
    const changes = [
      { ...input.instruction, amount: '501' },
      { ...input.instruction, description: 'Something else' },
      { ...fresh(code), tracking_id: input.instruction.tracking_id },
    ];
    for (const instruction of changes) {
      const problem = await problemOf(createPayout(maker, { ...input, instruction }));
      expect(problem).toMatchObject({ code: 'conflict', detail: { payoutId: input.id } });
    }
    expect((await rowsOf(input.id))[0]?.amountMinor).toBe(500_00n);
  });
});

describe('a tracking id', () => {
  const [code] = options[0]!;

  it('serves one payout only; the second is refused with its field marked', async () => {
    const first = asked(fresh(code));
    await createPayout(maker, first);
    const second = asked(fresh(code, { tracking_id: first.instruction.tracking_id }));
    const problem = await problemOf(createPayout(maker, second));
    expect(problem.code).toBe('duplicate');
    expect(Object.keys(problem.fields ?? {})).toEqual(['instruction.tracking_id']);
    expect(await rowsOf(second.id)).toEqual([]);
  });

  it('is made from the payout’s id where none was typed', async () => {
    const one = asked(fresh(code, { tracking_id: '' }));
    const two = asked(fresh(code, { tracking_id: '  ' }));
    for (const input of [one, two]) await createPayout(maker, input);
    const ids = await Promise.all([one, two].map(async ({ id }) => (await rowsOf(id))[0]?.trackingId));
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^pd-[0-9a-f]{24}$/);
  });
});

describe('an advisory', () => {
  const [code, option] = options[0]!;
  const ifsc = option.fields.find(({ kind }) => kind === 'ifsc')!.path;

  it('stops a payout until it is ticked, and the tick is kept', async () => {
    const input = asked(fresh(code, { [ifsc]: 'HDFC325' }));
    const problem = await problemOf(createPayout(maker, input));
    expect(problem.code).toBe('advised');
    const [open] = problem.detail as ShownAdvisory[];
    expect(open).toMatchObject({ path: ifsc, suggestion: 'HDFC0000325' });
    expect(await rowsOf(input.id)).toEqual([]);
    await createPayout(maker, { ...input, acknowledged: [advisoryKey(open!)] });
    expect((await rowsOf(input.id))[0]).toMatchObject({ ifsc: 'HDFC325', acknowledged: [advisoryKey(open!)] });
  });

  it('tells of a likely duplicate, and no more once that one failed', async () => {
    const first = asked(fresh(code));
    await createPayout(maker, first);
    const account = accountFieldOf(option).path;
    const same = withValue(fresh(code), account, String(accounts - 7n)) as typeof first.instruction;
    const problem = await problemOf(createPayout(maker, asked(same)));
    expect(problem.detail).toMatchObject([{ code: 'likely_duplicate', payoutId: first.id }]);
    await db.update(payout).set({ state: 'cancelled' }).where(eq(payout.id, first.id));
    expect((await createPayout(maker, asked(same))).created).toBe(true);
  });
});

describe('who may pay, and through what', () => {
  const [code] = options[0]!;

  it.each(ROLES.filter((role) => role !== 'maker'))('a %s may not', async (role) => {
    const input = asked(fresh(code));
    const problem = await problemOf(createPayout(await ctxOf(db, vault, role), input));
    expect(problem.code).toBe('forbidden');
    expect(await rowsOf(input.id)).toEqual([]);
  });

  it.each([
    ['test', 'false'],
    ['live', 'true'],
  ] as const)('a connection for %s payouts takes no other', async (mode, test) => {
    const connectionId = await addConnection(db, vault, { option: code, mode });
    const problem = await problemOf(createPayout(maker, asked(fresh(code, { test }), { connectionId })));
    expect(problem).toMatchObject({ code: 'invalid', fields: { 'instruction.test': [expect.stringContaining(mode)] } });
  });

  it('a connection that stands still keeps the payout in its queue', async () => {
    const connectionId = await addConnection(db, vault, { option: code });
    await db
      .update(connection)
      .set({ pausedAt: noon, pausedReason: 'Wrong secret.' })
      .where(eq(connection.id, connectionId));
    const input = asked(fresh(code), { connectionId });
    await createPayout(maker, input);
    expect((await rowsOf(input.id))[0]?.state).toBe('queued');
  });

  it('what is no form of ours is refused before anything is looked up', async () => {
    const good = asked(fresh(code));
    const forged: unknown[] = [
      null,
      'x',
      {},
      { ...good, id: 'x' },
      { ...good, connectionId: 42 },
      { ...good, connectionId: randomUUID() },
      { ...good, instruction: { ...good.instruction, option: 'ZZ' } },
      { ...good, instruction: { ...good.instruction, option: 'constructor' } },
      { ...good, acknowledged: Array.from({ length: 51 }, () => 'x') },
    ];
    for (const input of forged) {
      const problem = await problemOf(createPayout(maker, input as typeof good));
      expect(['invalid', 'not_found'], JSON.stringify(input)).toContain(problem.code);
    }
    expect(await rowsOf(good.id)).toEqual([]);
  });

  it('keeps only fields that the option declares', async () => {
    const input = asked({
      ...fresh(code),
      notification_url: 'https://evil.example',
      method: { ...(fresh(code).method as object), type: 'card' },
    } as never);
    await createPayout(maker, input as ReturnType<typeof asked>);
    const declared = fieldsOf(CATALOG[code]!).filter((field) => !kindOf(field).isSecret);
    for (const path of Object.keys((await rowsOf(input.id))[0]!.values)) {
      expect(declared.map((field) => field.path)).toContain(path);
    }
  });
});
