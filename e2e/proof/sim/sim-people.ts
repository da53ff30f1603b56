import { CATALOG } from '#lib/domain/catalog.ts';
import { accountFieldOf, newInstruction } from '#lib/domain/instruction.ts';
import { sampleValues } from '#lib/domain/sample.ts';
import {
  cancelPayout,
  checkPayout,
  Conflict,
  createPayout,
  freezeConnection,
  resolveDoubt,
  resumeConnection,
  type NewRow,
} from './memory-verbs.ts';
import type { SimGateway } from './sim-gateway.ts';
import type { SimWeb } from './sim-web.ts';
import { HOUR, MINUTE, payoutIdOf, SECOND, type World } from './world.ts';

/** What is filled in for an option: the account number is kept apart, as in the database. */
const INSTRUCTIONS = Object.entries(CATALOG).map(([code, option]) => {
  const { values, ...instruction } = newInstruction.parse(sampleValues(code, option));
  const { [accountFieldOf(option).path]: _account, ...others } = values;
  return { ...instruction, values: others };
});

/** Everything that people do in a scenario, planned at its start. */
export function startPeople(world: World, web: SimWeb, gateway: SimGateway, connectionIds: string[]): void {
  const { faults, scheduler, memory, quietAt } = world;
  const random = world.random.fork();
  const startsAt = scheduler.now();
  const span = quietAt - startsAt;
  const sometime = (from = startsAt, until = quietAt): number => random.int(from, Math.max(from, until - 1));

  const count = random.int(5, 7);
  for (let index = 1; index <= count; index++) {
    planPayout(
      index,
      sometime(startsAt, startsAt + Math.min(span / 2, random.pick([SECOND, MINUTE, HOUR, 20 * HOUR]))),
    );
  }
  // Whatever happened, work goes on when it is over.
  for (const index of [8, 9]) planPayout(index, quietAt + random.int(2 * MINUTE, HOUR));
  for (const id of connectionIds) if (faults.strikes('freeze')) planFreeze(id);
  // Somebody looks at what is paused or in doubt from time to time.
  for (let look = Math.min(30, Math.ceil(span / (20 * MINUTE))); look > 0; look--) {
    scheduler.at(sometime(), () => lookAfter());
  }

  function planPayout(index: number, at: number): void {
    const instruction = random.pick(INSTRUCTIONS);
    const row: NewRow = {
      ...instruction,
      id: payoutIdOf(index),
      connectionId: random.pick(connectionIds),
      amountMinor: instruction.amountMinor + BigInt(index * 100_00),
      trackingId: `pd-${world.seed}-${index}`,
      requestId: `r-${world.seed}-${index}`,
      content: 'as asked',
    };
    scheduler.at(at, () => submit(row, 0));
    if (faults.strikes('double_submit')) scheduler.at(at + random.int(0, 30), () => submit(row, 0));
    if (faults.strikes('other_content')) {
      scheduler.at(at + random.int(0, 5 * SECOND), () =>
        submit({ ...row, amountMinor: 1_00n, content: 'something else' }, 3),
      );
    }
    if (faults.strikes('cancel'))
      scheduler.at(sometime(at, at + random.pick([50, SECOND, MINUTE, span])), () => cancel(row.id));
    scheduler.at(at < quietAt ? sometime(at) : at + HOUR, () => refresh(row.id));
    while (faults.strikes('refresh')) scheduler.at(sometime(at), () => refresh(row.id));
  }

  function submit(row: NewRow, tried: number): void {
    const again = (): void => {
      if (tried < 3) scheduler.after(random.int(SECOND, 20 * SECOND), () => submit(row, tried + 1));
    };
    web
      .request((rpc) => rpc(`create ${row.id}`, () => createPayout(memory, 'maker', row)))
      .then(() => {
        world.acknowledged.add(row.id);
        world.note(() => `maker  is told that ${row.id} is kept`);
      })
      .catch((error: unknown) => (error instanceof Conflict ? undefined : again()));
  }

  function ask(name: string, run: () => unknown): void {
    web.request((rpc) => rpc(name, run)).catch(() => undefined);
  }

  const cancel = (id: string): void => ask(`cancel ${id}`, () => cancelPayout(memory, 'maker', id));
  const refresh = (id: string): void => ask(`refresh ${id}`, () => checkPayout(memory, 'maker', id));

  function planFreeze(id: string): void {
    const at = sometime();
    scheduler.at(at, () => ask('freeze', () => freezeConnection(memory, id)));
    scheduler.at(at + random.int(1, random.pick([SECOND, MINUTE, 3 * HOUR, 26 * HOUR])), () => resume(id));
  }

  function resume(id: string): void {
    gateway.mend(id);
    ask('resume', () => {
      resumeConnection(memory, id);
      memory.announce(id);
    });
  }

  function lookAfter(): void {
    for (const { id, pausedAt } of memory.connections.values()) if (pausedAt) resume(id);
    for (const row of memory.payouts.values()) {
      if (row.state !== 'in_doubt' || !random.chance(0.5)) continue;
      const decision = decisionFor(row.trackingId);
      if (!decision) continue;
      const tell = (person: string, ms: number): void =>
        scheduler.after(ms, () =>
          ask(`${person} decides ${decision} for ${row.id}`, () => resolveDoubt(memory, person, row.id, decision)),
        );
      tell('maker', 1);
      if (random.chance(0.8)) tell('checker', random.int(1, random.pick([100, MINUTE, 30 * HOUR])));
      if (random.chance(0.3)) tell('maker', random.int(1, HOUR));
    }
  }

  /** People ask the provider before they decide; some do not listen. */
  function decisionFor(trackingId: string): 'resend' | 'close' | null {
    if (faults.strikes('wrong_doubt_decision')) return random.pick(['resend', 'close']);
    const isThere = world.ledger.rows.some((row) => row.trackingId === trackingId && row.isOurs);
    return isThere ? null : random.pick(['resend', 'resend', 'close']);
  }
}
