import type { CheckSetup } from '#lib/domain/batch/check-row.ts';
import type { CheckSummary, NotedRow, TableFacts } from '#lib/domain/batch/file-session.ts';

/** What a page asks of the worker that holds its file, and what each is answered with. */
export interface Asks {
  read: { asked: { file?: File; text?: string }; answer: TableFacts };
  check: { asked: { setup: CheckSetup }; answer: CheckSummary };
  window: { asked: { from: number; count: number; code?: string }; answer: { rows: NotedRow[]; of: number } };
  edit: { asked: { line: number; column: number; value: string }; answer: CheckSummary };
  repairAll: { asked: { code: string }; answer: CheckSummary };
  fixes: { asked: object; answer: Record<string, string[]> };
  faultyFile: { asked: object; answer: string };
}

export type Ask = keyof Asks;

export type Asked = { [Name in Ask]: { id: number; ask: Name } & Asks[Name]['asked'] }[Ask];

export type Answer =
  { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string } | { id: number; rows: number };
