import type { Answer, Ask, Asks } from './file-messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  onRows?(rows: number): void;
}

/** One file at a time, read and checked beside the page, which stays quick whatever the file holds. */
export class FileDesk {
  private readonly worker = new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Answer>) => this.take(data);
    this.worker.onerror = () => this.fail('This browser could not start reading the file. Load the page again.');
  }

  /** Asks the worker; rejects with a sentence for people. */
  ask<Name extends Ask>(
    name: Name,
    asked: Asks[Name]['asked'],
    onRows?: (rows: number) => void,
  ): Promise<Asks[Name]['answer']> {
    const id = (this.count += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, onRows });
      this.worker.postMessage({ id, ask: name, ...asked });
    });
  }

  close(): void {
    this.worker.terminate();
  }

  private take(answer: Answer): void {
    const one = this.waiting.get(answer.id);
    if (!one) return;
    if ('rows' in answer) return one.onRows?.(answer.rows);
    this.waiting.delete(answer.id);
    if (answer.ok) one.resolve(answer.value);
    else one.reject(new Error(answer.message));
  }

  private fail(message: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(message));
    this.waiting.clear();
  }
}
