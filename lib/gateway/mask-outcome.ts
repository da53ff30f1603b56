import type { GatewayError, PostOutcome, QueryOutcome, Snapshot } from '../domain/answer.ts';
import { maskDigits } from '../domain/text.ts';

/** Takes the account number out of every text that the gateway may have repeated it in: these are kept and shown as they are. */
export function maskOutcome<Outcome extends PostOutcome | QueryOutcome>(outcome: Outcome, account: string): Outcome {
  if ('error' in outcome) return { ...outcome, error: maskError(outcome.error, account) };
  if ('snapshot' in outcome) return { ...outcome, snapshot: maskSnapshot(outcome.snapshot, account) };
  return outcome;
}

/** As `maskOutcome`, for one look at a transaction. */
export function maskSnapshot(snapshot: Snapshot, account: string): Snapshot {
  return { ...snapshot, message: snapshot.message === null ? null : maskDigits(snapshot.message, [account]) };
}

function maskError(error: GatewayError, account: string): GatewayError {
  const fields = Object.entries(error.fields).map(([path, texts]) => [
    path,
    texts.map((text) => maskDigits(text, [account])),
  ]);
  return { ...error, message: maskDigits(error.message, [account]), fields: Object.fromEntries(fields) };
}
