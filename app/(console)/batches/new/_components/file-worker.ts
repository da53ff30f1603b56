import { createFileSession, type OnProgress } from '#lib/domain/batch/file-session.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Answer, Asked } from './file-messages.ts';

/** Tells the page how far it is, not more often than anybody can see. */
const TELL_EVERY_MS = 50;
/** What is pasted comes as one text, and is read in pieces like a file. */
const PASTED_PIECE = 64 * 1024;

const scope = globalThis as unknown as {
  postMessage(answer: Answer): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
};

let session = createFileSession();

// One after the other: an edit during a check would look at half a file.
let last = Promise.resolve();
scope.onmessage = ({ data }) => {
  last = last.then(() => answer(data));
};

async function answer(asked: Asked): Promise<void> {
  try {
    scope.postMessage({ id: asked.id, ok: true, value: await run(asked) } as Answer);
  } catch (error) {
    const message = error instanceof Problem ? error.message : 'This file could not be read. Save it again, or as CSV.';
    scope.postMessage({ id: asked.id, ok: false, message });
  }
}

async function run(asked: Asked): Promise<unknown> {
  switch (asked.ask) {
    case 'read':
      session = createFileSession();
      return session.read(asked.file ? chunksOf(asked.file) : piecesOf(asked.text ?? ''), telling(asked.id));
    case 'check':
      return session.check(asked.setup, telling(asked.id));
    case 'window':
      return session.window(asked.from, asked.count, asked.code);
    case 'edit':
      return session.edit(asked.line, asked.column, asked.value);
    case 'repairAll':
      return session.repairAll(asked.code);
    case 'fixes':
      return session.fixes();
    case 'faultyFile':
      return session.faultyFile();
  }
}

function telling(id: number): OnProgress {
  let told = 0;
  return (rows) => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    scope.postMessage({ id, rows });
  };
}

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function* piecesOf(text: string): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += PASTED_PIECE) yield bytes.subarray(at, at + PASTED_PIECE);
}
