import type { Random } from './random.ts';

interface Task {
  at: number;
  /** Chance decides between tasks of the same instant. */
  lot: number;
  run: () => void;
}

/** Simulated time: nothing happens but tasks, in the order of their instants. */
export interface Scheduler {
  /** Milliseconds since 1970 on the one true clock, which is the database's. */
  now(): number;
  at(instant: number, run: () => void): void;
  after(ms: number, run: () => void): void;
  /** Runs all tasks up to an instant, with everything that follows from them. */
  runUntil(instant: number): Promise<void>;
}

/** Starts simulated time at an instant. */
export function createScheduler(random: Random, startsAt: number): Scheduler {
  const heap: Task[] = [];
  let now = startsAt;
  const at = (instant: number, run: () => void): void =>
    push(heap, { at: Math.max(instant, now), lot: random.next(), run });
  return {
    now: () => now,
    at,
    after: (ms, run) => at(now + ms, run),
    async runUntil(instant) {
      for (let task = heap[0]; task && task.at <= instant; task = heap[0]) {
        pop(heap);
        now = task.at;
        task.run();
        // A tick comes when no promise is left to run on: then, and only then, the next task.
        await new Promise<void>((resolve) => process.nextTick(resolve));
      }
      now = instant;
    },
  };
}

const isBefore = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.lot < b.lot);

function push(heap: Task[], task: Task): void {
  let index = heap.push(task) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Task;
    if (!isBefore(task, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = task;
}

function pop(heap: Task[]): void {
  const last = heap.pop() as Task;
  if (heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right && isBefore(right, heap[child] as Task)) child += 1;
    const below = heap[child] as Task;
    if (!isBefore(below, last)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}
