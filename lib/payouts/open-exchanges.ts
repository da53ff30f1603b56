import type { attempt, notification, payout, statusQuery } from '../db/schema.ts';
import type { AttemptRow, Exchange, NotificationRow, QueryRow } from '../domain/timeline-entry.ts';
import { maskExchange } from '../gateway/mask.ts';
import type { Vault } from '../server/vault.ts';

interface Sealed {
  attempts: (typeof attempt.$inferSelect)[];
  queries: (typeof statusQuery.$inferSelect)[];
  notifications: (typeof notification.$inferSelect)[];
}

interface Opened {
  attempts: AttemptRow[];
  queries: QueryRow[];
  notifications: NotificationRow[];
}

/** The newest answers and notifications are shown raw; hundreds of equal ones would only make the page heavy. */
const MOST_SHOWN = 20;

/** Opens what went over the wire for one payout and masks account number and notification key in it. */
export function openExchanges(
  vault: Vault,
  { row, webhookKey }: { row: typeof payout.$inferSelect; webhookKey: string },
  sealed: Sealed,
): Opened {
  const account = openOr(() => vault.open(row.accountSealed, `payout:${row.id}`));
  const show = (title: string, bytes: Buffer | null, boundTo: string): Exchange | null => {
    if (!bytes) return null;
    // Without the account number nothing could be masked, so nothing is shown.
    const text = account === null ? null : openOr(() => vault.open(bytes, boundTo));
    return { title, text: text === null || account === null ? null : maskExchange(text, [account, webhookKey]) };
  };
  return {
    attempts: sealed.attempts.map(({ requestSealed, responseSealed, payoutId, ...attempt }) => ({
      ...attempt,
      request: show('Request', requestSealed, `attempt:${payoutId}:${attempt.epoch}`),
      response: show('Answer', responseSealed, `attempt-answer:${payoutId}:${attempt.epoch}`),
    })),
    queries: sealed.queries.map(({ responseSealed, payoutId, ...query }, index) => ({
      ...query,
      response:
        index < MOST_SHOWN ? show('Answer', responseSealed, `query:${payoutId}:${query.at.toISOString()}`) : null,
    })),
    notifications: sealed.notifications.map(({ id, receivedAt, status, deliveries, verdict, bodySealed }, index) => ({
      id,
      receivedAt,
      status,
      deliveries,
      verdict,
      body: index < MOST_SHOWN ? show('Notification', bodySealed, `notification:${id}`) : null,
    })),
  };
}

/** A row that was sealed with an earlier key is shown as such; the page about the payout must not fail for it. */
function openOr(open: () => string): string | null {
  try {
    return open();
  } catch {
    return null;
  }
}
