import type { Snapshot } from '#lib/domain/answer.ts';
import type { Deps } from '#lib/worker/deps.ts';

/** A gateway without a network: every payout is accepted and successful at once. Tells when so many have been. */
export function instantGateway(): Deps['gateway'] & { posts(count: number): Promise<void> } {
  let posted = 0;
  let waiting: { count: number; done: () => void } | null = null;
  const unasked = () => Promise.reject(new Error('nothing is asked for here'));
  return {
    posts: (count) =>
      new Promise<void>((done) => {
        waiting = { count, done };
        if (posted >= count) done();
      }),
    async postPayout(_shop, body, requestId) {
      const { request } = JSON.parse(body) as { request: { amount: number; tracking_id: string } };
      posted += 1;
      if (waiting && posted >= waiting.count) waiting.done();
      const snapshot: Snapshot = {
        ...({ uid: `uid-${requestId}`, status: 'successful', word: 'successful', currency: 'INR' } as const),
        ...{ amountMinor: BigInt(request.amount), trackingId: request.tracking_id, reference: null, receiptUrl: null },
        ...{ message: null, bankCode: null, updatedAt: null, manuallyCorrectedAt: null, gatewayId: null },
      };
      const outcome = { kind: 'accepted' as const, snapshot };
      return { outcome, httpStatus: 201, responseText: body, retryAfterMs: null, elapsedMs: 0, sentBytes: true };
    },
    queryByUid: unasked,
    queryByTrackingId: unasked,
  };
}
