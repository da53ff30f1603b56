import { eq } from 'drizzle-orm';
import { exportRun } from '../db/export-schema.ts';
import { person } from '../db/people-schema.ts';
import { exportStateOf } from '../domain/export-state.ts';
import type { Ctx } from '../server/usecase.ts';

/** Selects exports with the name of who took them. */
export const selectExports = ({ db }: Pick<Ctx, 'db'>) =>
  db
    .select({ run: exportRun, takenBy: person.name })
    .from(exportRun)
    .innerJoin(person, eq(person.id, exportRun.personId));

type Found = Awaited<ReturnType<typeof selectExports>>[number];

/** What everybody sees of an export. */
export function toExportView({ run, takenBy }: Found, now: Date) {
  const { id, startedAt, words, format, zone, columns, accounts, reason, fileName, ...rest } = run;
  const { expectedRows, rows, bytes, endedAt, certificate, problem } = rest;
  return {
    ...{ id, takenBy, startedAt, words, format, zone, columns, accounts, reason, fileName },
    ...{ expectedRows, rows, bytes, endedAt, certificate, problem },
    state: exportStateOf(run, now),
    elapsedMs: Math.max(0, (endedAt ?? now).getTime() - startedAt.getTime()),
  };
}
