/** How an export stands: it runs, it came out whole and has a certificate, or it broke off and has none. */
export type ExportState = 'running' | 'whole' | 'broken';

/** The process that sends a file says every second that it still does. */
const SILENT_MS = 30_000;

interface Run {
  beatAt: Date;
  endedAt: Date | null;
  certificate: unknown;
}

/** Tells how an export stands; one whose process has died never says its end. */
export function exportStateOf({ beatAt, endedAt, certificate }: Run, now: Date): ExportState {
  if (endedAt) return certificate ? 'whole' : 'broken';
  return now.getTime() - beatAt.getTime() > SILENT_MS ? 'broken' : 'running';
}
