import { startTransition, useEffect, useRef, useState } from 'react';
import type { CheckSummary, TableFacts } from '#lib/domain/batch/file-session.ts';
import type { BatchConnection } from '#lib/domain/batch/route-of.ts';
import { FileDesk } from './file-desk.ts';
import { rememberedMapping, rememberMapping } from './remembered-mapping.ts';

export interface Choices {
  mapping: (string | null)[];
  connectionId?: string;
  /** Option to connection, where it has several. */
  through?: Record<string, string>;
}

export interface Work {
  label: string;
  rows: number;
  /** Known once the file is read. */
  of?: number;
  startedAt: number;
}

export interface OpenFile extends TableFacts {
  name: string;
  /** Sent on as it is, when the plan is made. */
  source: Blob;
}

/** Holds one file from the drop to its plan: what it is, how its columns are told, and what the check found. */
export function useFile(connections: BatchConnection[]) {
  const desk = useRef<FileDesk | null>(null);
  const [file, setFile] = useState<OpenFile | null>(null);
  const [choices, setChoices] = useState<Choices>({ mapping: [] });
  const [summary, setSummary] = useState<CheckSummary | null>(null);
  const [work, setWork] = useState<Work | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  /** Grows with everything that changes rows: the grid asks anew. */
  const [version, setVersion] = useState(0);
  useEffect(() => () => desk.current?.close(), []);

  const atDesk = () => (desk.current ??= new FileDesk());
  const during = async <Result>(
    label: string,
    of: number | undefined,
    run: (onRows: (rows: number) => void) => Promise<Result>,
  ) => {
    const begun = { label, rows: 0, of, startedAt: performance.now() };
    setWork(begun);
    setFailure(null);
    try {
      return await run((rows) => setWork({ ...begun, rows }));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'This file could not be read.');
      return null;
    } finally {
      setWork(null);
    }
  };
  const found = (next: CheckSummary | null) => {
    // Many cells appear at once: they are made between frames, not in one.
    startTransition(() => {
      if (next) setSummary(next);
      setVersion((now) => now + 1);
    });
  };

  const check = async (next: Choices, of: number) => {
    setChoices(next);
    const setup = { ...next, connections, at: new Date() };
    found(await during('Checking', of, (onRows) => atDesk().ask('check', { setup }, onRows)));
  };

  return {
    ...{ file, choices, summary, work, failure, version },
    async open(name: string, source: File | string) {
      setFile(null);
      setSummary(null);
      const asked = typeof source === 'string' ? { text: source } : { file: source };
      const facts = await during('Reading', undefined, (onRows) => atDesk().ask('read', asked, onRows));
      if (!facts) return;
      setFile({ ...facts, name, source: typeof source === 'string' ? new Blob([source]) : source });
      const [only] = connections;
      const kept = {
        mapping: rememberedMapping(facts.headers) ?? facts.matched,
        connectionId: connections.length === 1 ? only?.id : undefined,
      };
      await check(kept, facts.rows);
    },
    async choose(change: Partial<Choices>) {
      if (!file) return;
      const next = { ...choices, ...change };
      if (change.mapping && next.mapping.filter(Boolean).length > 1) rememberMapping(file.headers, next.mapping);
      await check(next, file.rows);
    },
    edit: async (line: number, column: number, value: string) =>
      found(await atDesk().ask('edit', { line, column, value })),
    repairAll: async (code: string) => found(await atDesk().ask('repairAll', { code })),
    window: (from: number, count: number, code?: string) => atDesk().ask('window', { from, count, code }),
    fixes: () => atDesk().ask('fixes', {}),
    faultyFile: () => atDesk().ask('faultyFile', {}),
    close() {
      setFile(null);
      setSummary(null);
      setFailure(null);
    },
  };
}

export type FileState = ReturnType<typeof useFile>;
