import { createHash } from 'node:crypto';
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { connection } from '../db/connection-schema.ts';
import { notification, payout } from '../db/schema.ts';
import type { Snapshot } from '../domain/answer.ts';
import { Problem } from '../domain/problem.ts';
import { maskSnapshot } from '../gateway/mask-outcome.ts';
import { readTransaction } from '../gateway/responses.ts';
import { parseBasic, verifySignature } from '../gateway/signature.ts';
import { isDigestOf, type Vault } from '../server/vault.ts';
import { applyEvent, GATEWAY } from './apply-event.ts';

export interface Delivery {
  /** The unguessable part of the address it came to. */
  webhookKey: string;
  /** Exact bytes of the body. */
  raw: Buffer;
  signature: string | null;
  authorization: string | null;
}

export interface NotificationPorts {
  db: Db;
  vault: Vault;
  jitter(): number;
  id(): string;
}

/**
 * Takes one webhook delivery (api.md 6): authentic ones are stored raw and sealed, once, and then applied in one
 * transaction; all others change nothing. Throws `not_found` for an unknown address and `unauthenticated` for a wrong
 * or missing signature or Basic header.
 */
export async function receiveNotification(
  ports: NotificationPorts,
  delivery: Delivery,
): Promise<{ repeated: boolean }> {
  const [shop] = await ports.db.select().from(connection).where(eq(connection.webhookKey, delivery.webhookKey));
  if (!shop) throw new Problem('not_found', 'There is nothing here.');
  const basic = parseBasic(delivery.authorization);
  const knowsSecret = basic !== null && isDigestOf(ports.vault, 'basicDigest', basic, shop.basicDigest);
  // Both, always: the Basic header alone is a secret that travels, the signature alone says nothing of the shop.
  if (!verifySignature(delivery.raw, delivery.signature, shop.publicKey) || !knowsSecret) {
    throw new Problem('unauthenticated', 'The notification is not authentic.');
  }
  const stored = await store(ports, shop.id, delivery.raw);
  if (stored) await applyNotification(ports, shop.id, stored.id, stored.snapshot);
  return { repeated: stored === null };
}

async function store(ports: NotificationPorts, connectionId: string, raw: Buffer) {
  const id = ports.id();
  const snapshot = snapshotOf(raw.toString('utf8'));
  const [row] = await ports.db
    .insert(notification)
    .values({
      id,
      connectionId,
      bodyDigest: createHash('sha256').update(raw).digest(),
      bodySealed: ports.vault.seal(raw.toString('utf8'), `notification:${id}`),
      uid: snapshot?.uid,
      trackingId: snapshot?.trackingId,
      status: snapshot?.word,
      receivedAt: sql`clock_timestamp()` as unknown as Date,
    })
    .onConflictDoUpdate({
      target: [notification.connectionId, notification.bodyDigest],
      set: { deliveries: sql`${notification.deliveries} + 1` },
    })
    .returning({ id: notification.id, appliedAt: notification.appliedAt });
  // Stored but not applied before: whoever stored it died in between, so it is applied now.
  return row && row.appliedAt === null ? { id: row.id, snapshot } : null;
}

/** Reads a notification's body; null where it is none. */
export function snapshotOf(text: string): Snapshot | null {
  try {
    return readTransaction(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Applies a notification that is kept already, once; it stays kept where no payout is known for it. */
export async function applyNotification(
  ports: NotificationPorts,
  connectionId: string,
  id: string,
  snapshot: Snapshot | null,
): Promise<void> {
  await ports.db.transaction(async (tx) => {
    // The payout first, as whoever moves one locks it: in the other order both could wait for each other for ever.
    const about = snapshot && (await lockPayoutOf(tx, connectionId, snapshot));
    // Two deliveries of one body at once: the second waits here and finds it applied.
    const [mine] = await tx
      .select({ id: notification.id })
      .from(notification)
      .where(and(eq(notification.id, id), isNull(notification.appliedAt)))
      .for('update');
    if (!mine) return;
    if (!snapshot) return conclude(tx, id, null, 'unreadable');
    // Kept unapplied: our own answer may still be under way, and matches it then.
    if (!about) return;
    const masked = maskSnapshot(snapshot, ports.vault.open(about.accountSealed, `payout:${about.id}`));
    const options = { author: GATEWAY, jitter: ports.jitter() };
    const applied = await applyEvent(tx, about.id, { type: 'notified', snapshot: masked }, options);
    await conclude(tx, id, about.id, verdictOf(applied));
  });
}

function verdictOf(applied: Awaited<ReturnType<typeof applyEvent>>): string {
  if (!applied) return 'nothing new';
  const warned = applied.effects.find((effect) => effect.type === 'alert');
  if (warned) return `not believed: ${warned.kind}`;
  return applied.from === applied.state ? 'asked the gateway to confirm' : `moved to ${applied.state}`;
}

async function lockPayoutOf(tx: Tx, connectionId: string, snapshot: Snapshot) {
  const byTrackingId = snapshot.trackingId ? eq(payout.trackingId, snapshot.trackingId) : undefined;
  const [found] = await tx
    .select({ id: payout.id, accountSealed: payout.accountSealed })
    .from(payout)
    .where(and(eq(payout.connectionId, connectionId), or(eq(payout.uid, snapshot.uid), byTrackingId)))
    .limit(1)
    .for('update');
  return found ?? null;
}

async function conclude(tx: Tx, id: string, payoutId: string | null, verdict: string): Promise<void> {
  await tx
    .update(notification)
    .set({ payoutId, verdict, appliedAt: sql`clock_timestamp()` })
    .where(eq(notification.id, id));
}
