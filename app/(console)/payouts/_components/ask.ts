import { unattended } from '#app/_components/unattended.ts';
import { readJson } from '#lib/domain/json.ts';
import type { ProblemView } from '#lib/domain/problem.ts';

/** An answer of our own server that is not the one asked for; its message is for people. */
export class AskFailed extends Error {
  readonly view: Partial<ProblemView>;

  constructor(message: string, view: Partial<ProblemView> = {}) {
    super(message);
    this.name = 'AskFailed';
    this.view = view;
  }

  /** What support finds in the log. */
  get id(): string | undefined {
    const { detail } = this.view;
    return typeof detail === 'object' && detail !== null && 'errorId' in detail ? String(detail.errorId) : undefined;
  }
}

/** Reads one of our JSON routes. Throws `AskFailed`; an abort is thrown on. */
export async function ask<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const headers = { Accept: 'application/json', ...unattended() };
  const response = await fetch(path, { signal, headers }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new AskFailed('The console cannot be reached. Check the network; this page goes on by itself.');
  });
  const text = await response.text();
  if (response.ok) return readJson(text) as Answer;
  throw problemIn(text, response.status);
}

function problemIn(text: string, status: number): AskFailed {
  try {
    const { problem } = JSON.parse(text) as { problem: ProblemView };
    return new AskFailed(problem.message, problem);
  } catch {
    return new AskFailed(`The console answered with an error (${status}).`);
  }
}
