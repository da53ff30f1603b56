import { decide } from '#lib/domain/decide.ts';
import { readPayoutAnswer } from '#lib/gateway/read-answer.ts';
import { dispatch } from '#lib/worker/dispatch.ts';
import { SHIPPED, type Seams } from './seams.ts';

/** Mistakes that somebody could make, each put in through a seam: the simulation has to catch every one of them. */
export const BROKEN_VARIANTS: Record<string, Partial<Seams>> = {
  'a store that lets everybody send': {
    store: (store) => ({
      ...store,
      markSent: async (claim, request) => (await store.markSent(claim, request)) || true,
    }),
  },
  'an unknown outcome is sent again': {
    decide: (facts, event, at) => {
      const isUnknown = event.type === 'answered' && event.outcome.kind === 'unknown';
      const gone = { httpStatus: null, code: null, message: 'Nothing left.', fields: {} };
      return decide(facts, isUnknown ? { type: 'answered', outcome: { kind: 'not_sent', error: gone } } : event, at);
    },
  },
  'a 502 counts as not sent': {
    readPayoutAnswer: (httpStatus, headers, text, now) => {
      const outcome = readPayoutAnswer(httpStatus, headers, text, now);
      return httpStatus === 502 && 'error' in outcome ? { kind: 'not_sent', error: outcome.error } : outcome;
    },
  },
  'a notification makes final by itself': {
    decide: (facts, event, at) =>
      event.type === 'notified' && facts.state === 'pending'
        ? decide(facts, { type: 'queried', outcome: { kind: 'found', snapshot: event.snapshot } }, at)
        : decide(facts, event, at),
  },
  'a notification is believed unseen': { isAuthentic: () => true },
  'times by the clock of each machine': {
    memoryFor: (memory, process) => ({ ...memory, now: () => new Date(process.wallNow()) }),
  },
  'a lease that ends is always sent again': {
    decide: (facts, event, at) =>
      decide(event.type === 'lease_expired' ? { ...facts, mayHaveLeft: false } : facts, event, at),
  },
  'a POST before its mark is committed': {
    dispatch: (deps, claim) =>
      dispatch({ ...deps, store: { ...deps.store, markSent: async () => true } }, claim).finally(() =>
        deps.store.markSent(claim, '{}').catch(() => false),
      ),
  },
  'a process that slept still sends': {
    dispatch: (deps, claim) => dispatch({ ...deps, elapsedMs: () => 0 }, claim),
  },
  'any amount is believed': {
    decide: (facts, event, at) => {
      const outcome = 'outcome' in event ? event.outcome : null;
      const snapshot = outcome && 'snapshot' in outcome ? outcome.snapshot : null;
      return decide(
        snapshot ? { ...facts, amountMinor: snapshot.amountMinor, trackingId: snapshot.trackingId ?? '' } : facts,
        event,
        at,
      );
    },
  },
  'older looks count like newer ones': {
    decide: (facts, event, at) => decide({ ...facts, gatewayUpdatedAt: null, notifiedStatus: null }, event, at),
  },
  'people may cancel what they had sent again': {
    decide: (facts, event, at) =>
      decide(event.type === 'cancelled' ? { ...facts, writtenOffAt: null } : facts, event, at),
  },
};

/** The seams of a variant. */
export const seamsOf = (variant: Partial<Seams>): Seams => ({ ...SHIPPED, ...variant });
