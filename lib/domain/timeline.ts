import {
  EVIDENCE_OF,
  ofAlert,
  ofAttempt,
  ofAudit,
  ofNotification,
  ofQuery,
  type AlertRow,
  type AuditRow,
  type TimelineEntry,
  type TimelineRows,
} from './timeline-entry.ts';

/** Merges all that is known of a payout into one line of time, newest first; equal repeated queries become one entry. */
export function timelineOf(rows: TimelineRows): TimelineEntry[] {
  const evidence = [
    ...rows.attempts.flatMap(ofAttempt),
    ...rows.queries.map(ofQuery),
    ...rows.notifications.map(ofNotification),
  ];
  const audits = [...rows.audit].sort((a, b) => (a.id < b.id ? -1 : 1));
  const placed = [
    ...evidence.map((entry) => ({ entry, at: entry.at.getTime() })),
    ...audits.flatMap((row) => ofAudit(row).map((entry) => ({ entry, at: placeOf(row, evidence) }))),
    ...rows.alerts.map((row) => ({ entry: ofAlert(row), at: placeOfAlert(row, audits, evidence) })),
  ];
  // Stable: at the same place evidence comes first, then what it led to, in the order in which it was written.
  const sorted = placed.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
  return foldQueries(sorted).reverse();
}

/** A move and its evidence are written in one transaction, a moment apart and in either order. */
const ONE_MOMENT_MS = 2_000;

/** Where in time a change stands: never before the evidence that led to it. */
function placeOf({ verb, at }: AuditRow, evidence: TimelineEntry[]): number {
  const near = evidence
    .filter(({ kind }) => kind === EVIDENCE_OF[verb])
    .map((entry) => entry.at.getTime())
    .filter((time) => time > at.getTime() && time - at.getTime() <= ONE_MOMENT_MS);
  return near.length > 0 ? Math.min(...near) : at.getTime();
}

/** An alert is raised by a change, at the very same instant. */
function placeOfAlert({ raisedAt }: AlertRow, audits: AuditRow[], evidence: TimelineEntry[]): number {
  const cause = audits.find(({ at }) => at.getTime() === raisedAt.getTime());
  return cause ? placeOf(cause, evidence) : raisedAt.getTime();
}

/** A payout may be asked about hundreds of times: the same answer again and again is one entry, with the newest text. */
function foldQueries(sorted: TimelineEntry[]): TimelineEntry[] {
  const folded: TimelineEntry[] = [];
  for (const entry of sorted) {
    const last = folded.at(-1);
    const isSame =
      last?.kind === 'query' && entry.kind === 'query' && last.title === entry.title && last.detail === entry.detail;
    if (!isSame) {
      folded.push(entry);
      continue;
    }
    const times = { count: (last.times?.count ?? 1) + 1, since: last.times?.since ?? last.at };
    folded[folded.length - 1] = { ...entry, key: last.key, times };
  }
  return folded;
}
