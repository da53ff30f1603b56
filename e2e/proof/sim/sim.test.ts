import { describe, expect, it } from 'vitest';
import { BROKEN_VARIANTS, seamsOf } from './broken-variants.ts';
import { runScenario } from './run-scenario.ts';

const SCENARIOS = 300;
const FEWEST_EVENTS = 50;
const BUDGET = 2_000;

describe('the simulation of the money path', () => {
  it(`finds nothing wrong in ${SCENARIOS} scenarios of at least ${FEWEST_EVENTS} events`, async () => {
    const struck = new Set<string>();
    for (let seed = 1; seed <= SCENARIOS; seed++) {
      const { violations, events, faults } = await runScenario(seed);
      expect(violations, `npm run sim -- --seed ${seed}`).toEqual([]);
      expect(events, `seed ${seed}`).toBeGreaterThanOrEqual(FEWEST_EVENTS);
      for (const fault of faults.keys()) struck.add(fault);
    }
    expect(struck.size).toBeGreaterThan(50);
  }, 240_000);

  it('tells the same story twice from the same seed, and another one from another', async () => {
    const tell = async (seed: number): Promise<string[]> => {
      const log: string[] = [];
      await runScenario(seed, { log });
      return log;
    };
    for (const seed of [1, 17, 4_711]) expect(await tell(seed)).toEqual(await tell(seed));
    expect(await tell(1)).not.toEqual(await tell(2));
  });

  it.each(Object.entries(BROKEN_VARIANTS))(
    `catches within ${BUDGET} scenarios: %s`,
    async (_, variant) => {
      let caught: string[] = [];
      for (let seed = 1; seed <= BUDGET && caught.length === 0; seed++) {
        caught = (await runScenario(seed, { seams: seamsOf(variant) })).violations;
      }
      expect(caught).not.toEqual([]);
    },
    240_000,
  );
});
