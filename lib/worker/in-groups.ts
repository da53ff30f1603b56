/** How what is asked for one by one is done together. */
export interface Grouping<Item, Result> {
  /** Items of a group at most. */
  limit: number;
  /** Groups at work at once. */
  lanes: number;
  /** Two of one key never go together. */
  keyOf(item: Item): string;
  /** Does them all or, by throwing, none; gives a result for each. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  item: Item;
  done(result: Result): void;
  failed(error: unknown): void;
}

/**
 * Gives a function that does one item, together with all that come while others are at work: whoever is alone waits for
 * nobody, and many share a transaction. A group that fails is done again, each alone, so that none falls with another.
 */
export function inGroups<Item, Result>(grouping: Grouping<Item, Result>): (item: Item) => Promise<Result> {
  const { limit, lanes, keyOf, run } = grouping;
  let waiting: Waiting<Item, Result>[] = [];
  let busy = 0;

  function take(): Waiting<Item, Result>[] {
    const taken = new Map<string, Waiting<Item, Result>>();
    waiting = waiting.filter((one) => {
      const key = keyOf(one.item);
      if (taken.size === limit || taken.has(key)) return true;
      taken.set(key, one);
      return false;
    });
    return [...taken.values()];
  }

  async function work(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item));
      group.forEach(({ done }, index) => done(results[index] as Result));
    } catch (error) {
      if (group.length === 1) return group[0]?.failed(error);
      await Promise.all(group.map((one) => work([one])));
    }
  }

  async function goOn(): Promise<void> {
    if (busy === lanes) return;
    busy += 1;
    for (let group = take(); group.length > 0; group = take()) await work(group);
    busy -= 1;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      // After all that is asked for in this very turn.
      setImmediate(() => void goOn());
    });
}
