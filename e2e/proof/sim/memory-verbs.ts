import type { Snapshot } from '#lib/domain/answer.ts';
import { REQUEST_ID_LIFE_MS } from '#lib/domain/schedule.ts';
import { readJson, readTransaction } from '#lib/gateway/responses.ts';
import { applyEvent, type Applied } from './memory-apply.ts';
import { rowOf, type AttemptRow, type Memory, type NotificationRow, type PayoutRow } from './memory-tables.ts';

/** A verb's `conflict`: told to the person, nothing written. */
export class Conflict extends Error {}

export type NewRow = Pick<
  PayoutRow,
  'id' | 'connectionId' | 'option' | 'amountMinor' | 'test' | 'values' | 'trackingId' | 'requestId' | 'content'
>;

/** create-payout.ts: the same id with the same content is the payout that exists; throws Conflict with another content. */
export function createPayout(memory: Memory, actor: string, row: NewRow): { created: boolean } {
  const before = memory.payouts.get(row.id);
  if (before && before.content !== row.content) throw new Conflict('This form was already sent with other values.');
  if (before) return { created: false };
  for (const other of memory.payouts.values()) {
    if (other.trackingId === row.trackingId) throw new Conflict('Another payout has this tracking id.');
  }
  memory.payouts.set(row.id, {
    ...row,
    ...{ state: 'queued', epoch: 0, leaseUntil: null, mayHaveLeft: false, tries: 0, checks: 0, acceptedAt: null },
    ...{ settleUntil: null, nextSendAt: memory.now(), nextCheckAt: null, gatewayUpdatedAt: null, notifiedStatus: null },
    ...{ uid: null, gatewayWord: null, reference: null, correctedFrom: null, refusal: null },
  });
  memory.audit.push({
    at: memory.now(),
    actor,
    verb: 'create-payout',
    payoutId: row.id,
    fromState: null,
    toState: null,
  });
  memory.announce(row.id);
  return { created: true };
}

/** cancel-payout.ts. */
export function cancelPayout(memory: Memory, actor: string, id: string): void {
  if (!applyEvent(memory, id, { type: 'cancelled' }, { actor })) throw new Conflict('Too late to cancel.');
}

/** check-payouts.ts, for one payout. */
export function checkPayout(memory: Memory, actor: string, id: string): boolean {
  return applyEvent(memory, id, { type: 'check_asked' }, { actor }) !== null;
}

/** resolve-doubt.ts: one person proposes, another confirms by deciding the same. */
export function resolveDoubt(
  memory: Memory,
  person: string,
  id: string,
  decision: 'resend' | 'close',
): { step: 'proposed' | 'confirmed' } {
  if (rowOf(memory.payouts, id).state !== 'in_doubt') throw new Conflict('This payout is not in doubt any more.');
  if (decision === 'resend') requireYoungRequestId(memory, id);
  const open = memory.proposals.find((one) => one.payoutId === id && !one.isEnded);
  if (open?.decision !== decision) {
    if (open) open.isEnded = true;
    memory.proposals.push({ payoutId: id, decision, proposedBy: person, confirmedBy: null, isEnded: false });
    return { step: 'proposed' };
  }
  if (open.proposedBy === person) throw new Conflict('You proposed this; somebody else has to confirm it.');
  Object.assign(open, { isEnded: true, confirmedBy: person });
  if (decision === 'resend') {
    for (const one of memory.attempts) if (one.payoutId === id && isOpenEnd(one)) one.outcome = 'written_off';
  }
  applyEvent(memory, id, { type: decision === 'resend' ? 'resend_decided' : 'closed_as_not_paid' }, { actor: person });
  return { step: 'confirmed' };
}

const isOpenEnd = ({ outcome }: AttemptRow): boolean => outcome === 'unknown' || outcome === 'refused';

function requireYoungRequestId(memory: Memory, id: string): void {
  const sent = memory.attempts.flatMap((one) => (one.payoutId === id && one.sentAt ? [one.sentAt.getTime()] : []));
  const oldest = memory.now().getTime() - REQUEST_ID_LIFE_MS;
  if (sent.length === 0 || Math.min(...sent) <= oldest) throw new Conflict('It was first sent more than 23 hours ago.');
}

/** freeze-connection.ts and resume-connection.ts. */
export function freezeConnection(memory: Memory, id: string): void {
  rowOf(memory.connections, id).frozenAt ??= memory.now();
}

export function resumeConnection(memory: Memory, id: string): void {
  Object.assign(rowOf(memory.connections, id), { frozenAt: null, pausedAt: null, pausedReason: null });
  Object.assign(rowOf(memory.paces, id), { heldUntil: null, failures: 0 });
}

const snapshotOf = (body: string): Snapshot | null => readTransaction(readJson(body));

/** First transaction of receive-notification.ts: kept raw, once; null when it is stored and applied already. */
export function storeNotification(memory: Memory, connectionId: string, body: string): NotificationRow | null {
  const before = memory.notifications.find((one) => one.connectionId === connectionId && one.body === body);
  if (before) {
    before.deliveries += 1;
    return before.appliedAt ? null : before;
  }
  const snapshot = snapshotOf(body);
  const row: NotificationRow = {
    ...{ id: memory.notifications.length, connectionId, body, receivedAt: memory.now(), deliveries: 1 },
    ...{ uid: snapshot?.uid ?? null, trackingId: snapshot?.trackingId ?? null, status: snapshot?.word ?? null },
    ...{ payoutId: null, appliedAt: null, verdict: null },
  };
  memory.notifications.push(row);
  return row;
}

/** Second transaction of receive-notification.ts: applied once, or kept where no payout is known for it. */
export function applyNotification(memory: Memory, id: number): void {
  const row = memory.notifications[id];
  if (!row || row.appliedAt) return;
  const snapshot = snapshotOf(row.body);
  const payout = snapshot && payoutOf(memory, row.connectionId, snapshot);
  if (snapshot && !payout) return;
  let verdict = 'unreadable';
  if (snapshot && payout) {
    const options = { actor: 'gateway', jitter: memory.jitter() };
    verdict = verdictOf(applyEvent(memory, payout.id, { type: 'notified', snapshot }, options));
  }
  Object.assign(row, { payoutId: payout?.id ?? null, verdict, appliedAt: memory.now() });
}

const LEFT_ALONE_MS = 10_000;

/** apply-kept.ts: notifications that nobody applied though their payout is known. */
export function keptNotifications(memory: Memory): number[] {
  const until = memory.now().getTime() - LEFT_ALONE_MS;
  return keptSince(memory)
    .filter((row) => row.receivedAt.getTime() < until)
    .map((row) => row.id);
}

/** Those that are to be applied, now or a little later. */
export function keptSince(memory: Memory): NotificationRow[] {
  return memory.notifications.filter(
    ({ payoutId, appliedAt, connectionId, uid, trackingId }) =>
      payoutId === null &&
      appliedAt === null &&
      [...memory.payouts.values()].some(
        (row) =>
          row.connectionId === connectionId && ((uid !== null && row.uid === uid) || row.trackingId === trackingId),
      ),
  );
}

function payoutOf(memory: Memory, connectionId: string, { uid, trackingId }: Snapshot): PayoutRow | undefined {
  return [...memory.payouts.values()].find(
    (row) =>
      row.connectionId === connectionId && (row.uid === uid || (trackingId !== null && row.trackingId === trackingId)),
  );
}

function verdictOf(applied: Applied | null): string {
  if (!applied) return 'nothing new';
  const warned = applied.effects.find((effect) => effect.type === 'alert');
  if (warned) return `not believed: ${warned.kind}`;
  return applied.from === applied.state ? 'asked the gateway to confirm' : `moved to ${applied.state}`;
}
