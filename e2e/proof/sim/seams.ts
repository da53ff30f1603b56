import { decide } from '#lib/domain/decide.ts';
import { readPayoutAnswer, readTrackingAnswer, readUidAnswer } from '#lib/gateway/read-answer.ts';
import { dispatch } from '#lib/worker/dispatch.ts';
import { poll } from '#lib/worker/poll.ts';
import type { Store } from '#lib/worker/store.ts';
import type { Memory } from './memory-tables.ts';
import type { SimProcess } from './sim-process.ts';

/** Where the code under test is put in; planted bugs go in the same way. */
export interface Seams {
  decide: typeof decide;
  dispatch: typeof dispatch;
  poll: typeof poll;
  readPayoutAnswer: typeof readPayoutAnswer;
  readUidAnswer: typeof readUidAnswer;
  readTrackingAnswer: typeof readTrackingAnswer;
  /** Wraps a worker's store. */
  store(store: Store, memory: Memory): Store;
  /** The tables as a process sees them; those with the database's clock, in what ships. */
  memoryFor(memory: Memory, process: SimProcess): Memory;
  /** Whether a notification is believed to be authentic. */
  isAuthentic(delivery: { isForged: boolean }): boolean;
}

/** The code that ships. */
export const SHIPPED: Seams = {
  decide,
  dispatch,
  poll,
  readPayoutAnswer,
  readUidAnswer,
  readTrackingAnswer,
  store: (store) => store,
  memoryFor: (memory) => memory,
  isAuthentic: ({ isForged }) => !isForged,
};
