import type { PostOutcome, QueryOutcome, Snapshot } from './answer.ts';
import { isFinal, wasNeverSent, type State } from './payout.ts';
import { forgetUid, isRenamed } from './disowned-uid.ts';
import {
  CONFIRMING_CHECKS,
  REQUEST_ID_LIFE_MS,
  SETTLING_MS,
  nextCheck,
  nextDoubtCheck,
  nextSend,
  nextSettlingCheck,
} from './schedule.ts';
import { isOlder, mismatch } from './mismatch.ts';
import {
  FORGED,
  TAMPERED,
  type Decision,
  type Effect,
  type Moment,
  type PayoutEvent,
  type PayoutFacts,
} from './decision.ts';

export type { AlertKind, Decision, Effect, Moment, PayoutEvent, PayoutFacts } from './decision.ts';

/**
 * Decides what an event does to a payout; null when it does nothing. Pure: the worker, the verbs, the notification
 * route and the simulation all go through here, and nothing else changes a payout's state.
 */
export function decide(facts: PayoutFacts, event: PayoutEvent, at: Moment): Decision | null {
  switch (event.type) {
    case 'submitted':
      return moveIf(facts, ['created'], 'awaiting_approval', {});
    case 'approved':
      return moveIf(facts, ['created', 'awaiting_approval'], 'queued', { nextSendAt: at.now });
    case 'sent_back':
      return moveIf(facts, ['awaiting_approval'], 'created', {});
    case 'rejected':
      return moveIf(facts, ['awaiting_approval'], 'cancelled', {});
    case 'approval_lost':
      return moveIf(facts, ['queued'], 'awaiting_approval', { nextSendAt: null });
    case 'approval_forged':
      return onTampering(facts, 'awaiting_approval', FORGED);
    case 'content_changed':
      return onTampering(facts, 'failed', TAMPERED);
    case 'cancelled':
      // Queued again by people: it is not true any more that nothing was ever sent.
      if (facts.writtenOffAt) return null;
      return moveIf(facts, ['created', 'awaiting_approval', 'queued'], 'cancelled', { nextSendAt: null });
    case 'claimed':
      return moveIf(facts, ['queued'], 'sending', { mayHaveLeft: false });
    case 'answered':
      return facts.state === 'sending' && !facts.settleUntil
        ? onAnswer(facts, event.outcome, at)
        : onLateAnswer(facts, event.outcome, at);
    case 'lease_expired':
      if (facts.state !== 'sending' || facts.settleUntil) return null;
      return facts.mayHaveLeft ? unknown(facts, at) : sendLater(facts, at);
    case 'queried':
      return onQuery(facts, event.outcome, at);
    case 'notified':
      return onNotice(facts, event.snapshot, at);
    case 'check_asked':
      return isAskable(facts) ? stay(facts, { nextCheckAt: at.now }) : null;
    case 'resend_decided':
      return moveIf(facts, ['in_doubt'], 'queued', {
        nextSendAt: at.now,
        nextCheckAt: null,
        settleUntil: null,
        mayHaveLeft: false,
      });
    case 'closed_as_not_paid':
      return moveIf(facts, ['in_doubt'], 'failed', { nextCheckAt: null, settleUntil: null });
  }
}

const stay = (facts: PayoutFacts, changes: Decision['changes'], effects: Effect[] = []): Decision => ({
  state: facts.state,
  changes,
  effects,
});

function moveIf(facts: PayoutFacts, from: State[], state: State, changes: Decision['changes']): Decision | null {
  return from.includes(facts.state) ? { state, changes: { checks: 0, ...changes }, effects: [] } : null;
}

/** Found before the first byte: nothing left, and nothing will. */
function onTampering(facts: PayoutFacts, state: 'failed' | 'awaiting_approval', text: string): Decision | null {
  const stopped = facts.mayHaveLeft ? null : moveIf(facts, ['sending'], state, { nextSendAt: null });
  return stopped && withEffect(stopped, { type: 'alert', kind: 'tampered', text });
}

/** A query can say something once a POST may have left and its answer is not final, or the answer is to be confirmed. */
function isAskable(facts: PayoutFacts): boolean {
  const isOpen = facts.state === 'pending' || facts.state === 'in_doubt';
  return facts.uid !== null || isOpen || (facts.state === 'sending' && facts.settleUntil !== null);
}

/** Whoever waited has given up. What the gateway itself states still counts, our own guesses do not. */
function onLateAnswer(facts: PayoutFacts, outcome: PostOutcome, at: Moment): Decision | null {
  const isStated = outcome.kind === 'accepted' || outcome.kind === 'refused';
  if (facts.state === 'sending' && isStated) return onAnswer(facts, outcome, at);
  if (facts.state === 'in_doubt' && outcome.kind === 'refused') return onAnswer(facts, outcome, at);
  // In doubt, or queued again by people: it was accepted after all, so nothing more may be sent.
  const isOpen = facts.state === 'in_doubt' || facts.state === 'queued';
  return isOpen && outcome.kind === 'accepted' ? onNotice(facts, outcome.snapshot, at) : null;
}

function onAnswer(facts: PayoutFacts, outcome: PostOutcome, at: Moment): Decision {
  switch (outcome.kind) {
    case 'accepted': {
      const wrong = mismatch(facts, outcome.snapshot);
      return wrong ? withEffect(unknown(facts, at), wrong) : adopt(facts, outcome.snapshot, at);
    }
    case 'refused':
      if (facts.writtenOffAt)
        return doubt(facts, 'It was refused when sent again; what was sent first may have been accepted.', at);
      return {
        state: 'failed',
        changes: { checks: 0, mayHaveLeft: false, settleUntil: null, nextCheckAt: null },
        effects: [],
      };
    case 'unauthorised':
      return withEffect(sendLater(facts, at), { type: 'pause_connection', reason: outcome.error.message });
    case 'throttled':
      return withEffect(sendLater(facts, at), { type: 'slow_connection', waitMs: outcome.retryAfterMs });
    case 'not_sent':
      return sendLater(facts, at);
    case 'unknown':
      return unknown(facts, at);
  }
}

const withEffect = (decision: Decision, effect: Effect): Decision => ({
  ...decision,
  effects: [...decision.effects, effect],
});

/** Nothing was accepted: the same payout may go again, with the same `RequestID`. */
function sendLater(facts: PayoutFacts, at: Moment): Decision {
  // The gateway may have forgotten the `RequestID` of the first POST: another one could pay twice (api.md 9).
  if (facts.writtenOffAt && at.now.getTime() - facts.writtenOffAt.getTime() >= REQUEST_ID_LIFE_MS) {
    return doubt(facts, 'It was to be sent again, but not within 23 hours of the first time.', at);
  }
  const nextSendAt = nextSend(at.now, facts.tries, at.jitter);
  return {
    state: 'queued',
    changes: { mayHaveLeft: false, tries: facts.tries + 1, nextSendAt, checks: 0 },
    effects: [],
  };
}

/** It may have been accepted: from here on only queries, until one finds it or people decide. */
function unknown(facts: PayoutFacts, at: Moment): Decision {
  const settleUntil = new Date(at.now.getTime() + SETTLING_MS);
  return stay(facts, { settleUntil, checks: 0, nextCheckAt: nextSettlingCheck(at.now, 0, settleUntil, at.jitter) });
}

/** Takes over what the gateway itself states about this payout. */
function adopt(facts: PayoutFacts, snapshot: Snapshot, at: Moment): Decision {
  const effects: Effect[] = [{ type: 'believe', snapshot }];
  // A signed notification said something else: the answer may come from a copy that is behind, so it is asked again.
  const isConfirmed = facts.notifiedStatus === null || facts.notifiedStatus === snapshot.status;
  const changes: Decision['changes'] = {
    uid: snapshot.uid,
    gatewayUpdatedAt: snapshot.updatedAt ?? facts.gatewayUpdatedAt,
    acceptedAt: facts.acceptedAt ?? at.now,
    settleUntil: null,
    nextSendAt: null,
    notifiedStatus: isConfirmed ? null : facts.notifiedStatus,
  };
  if (snapshot.status === 'pending' || snapshot.status === 'other') {
    const checks = facts.state === 'pending' ? facts.checks + 1 : 0;
    const nextCheckAt = nextCheck(at.now, checks, facts.acceptedAt ?? at.now, at.jitter);
    if (snapshot.status === 'other') {
      effects.push({
        type: 'alert',
        kind: 'unknown_status',
        text: `The gateway answered with a status we do not know: ${snapshot.word}.`,
      });
    }
    return { state: 'pending', changes: { ...changes, checks, nextCheckAt }, effects };
  }
  const nextCheckAt = isConfirmed ? null : nextCheck(at.now, 0, at.now, at.jitter);
  return { state: snapshot.status, changes: { ...changes, checks: 0, nextCheckAt }, effects };
}

function onQuery(facts: PayoutFacts, outcome: QueryOutcome, at: Moment): Decision | null {
  // Queued again by people while a query was under way: if that finds it, nothing more may be sent.
  if (facts.state === 'queued' && outcome.kind === 'found') return onNotice(facts, outcome.snapshot, at);
  if (wasNeverSent(facts.state)) return null;
  if (outcome.kind === 'several') return several(facts, outcome.uids, at);
  if (outcome.kind === 'not_found' && facts.state === 'pending') {
    const text = `The gateway does not know ${facts.uid ?? facts.trackingId} any more, which it had accepted.`;
    return withEffect(onNoNews(facts, at), { type: 'alert', kind: 'disagreement', text });
  }
  if (outcome.kind !== 'found') return onNoNews(facts, at);
  const { snapshot, insteadOf, isTaken } = outcome;
  if (insteadOf !== undefined && isRenamed(facts, snapshot, insteadOf)) {
    if (isTaken) return forgetUid(facts, insteadOf, at);
    const text = `Its uid is ${snapshot.uid}, not ${insteadOf} as the gateway first answered.`;
    const renamed = adopt({ ...facts, gatewayUpdatedAt: null }, snapshot, at);
    return withEffect(renamed, { type: 'alert', kind: 'mismatch', text });
  }
  const wrong = mismatch(facts, snapshot);
  if (wrong) return withEffect(onNoNews(facts, at), wrong);
  if (isOlder(facts, snapshot)) return onNoNews(facts, at);
  return isFinal(facts.state) ? onFinalQuery(facts, snapshot, at) : adopt(facts, snapshot, at);
}

function onNoNews(facts: PayoutFacts, at: Moment): Decision {
  const checks = facts.checks + 1;
  if (facts.state === 'sending' && facts.settleUntil) {
    if (at.now >= facts.settleUntil) return doubt(facts, 'No status query found it within the settling period.', at);
    return stay(facts, { checks, nextCheckAt: nextSettlingCheck(at.now, checks, facts.settleUntil, at.jitter) });
  }
  if (facts.state === 'in_doubt') return stay(facts, { checks, nextCheckAt: nextDoubtCheck(at.now, at.jitter) });
  if (facts.state === 'pending') {
    return stay(facts, { checks, nextCheckAt: nextCheck(at.now, checks, facts.acceptedAt ?? at.now, at.jitter) });
  }
  return stay(facts, {
    checks,
    nextCheckAt: facts.notifiedStatus ? nextCheck(at.now, checks, at.now, at.jitter) : null,
  });
}

function doubt(facts: PayoutFacts, text: string, at: Moment): Decision {
  return {
    state: 'in_doubt',
    changes: { checks: 0, settleUntil: null, nextCheckAt: nextDoubtCheck(at.now, at.jitter) },
    effects: [{ type: 'alert', kind: 'in_doubt', text }],
  };
}

/** Our tracking id is unique, so two rows for it mean two payments, or somebody else uses our ids: people must look. */
function several(facts: PayoutFacts, uids: string[], at: Moment): Decision {
  const text = `The gateway holds several transactions with this tracking id: ${uids.join(', ')}.`;
  const decision = facts.state === 'sending' ? doubt(facts, text, at) : onNoNews(facts, at);
  return withEffect(decision, { type: 'alert', kind: 'several', text });
}

/** A signed notification and a query that both say otherwise correct a final status; one of them alone never does. */
function onFinalQuery(facts: PayoutFacts, snapshot: Snapshot, at: Moment): Decision {
  const { notifiedStatus } = facts;
  // A copy of its books may be behind what it signed, and of two notifications the earlier one may have come last.
  if (notifiedStatus !== null && notifiedStatus !== snapshot.status && facts.checks < CONFIRMING_CHECKS) {
    return onNoNews(facts, at);
  }
  const settled = { nextCheckAt: null, checks: facts.checks + 1, notifiedStatus: null };
  if (snapshot.status === facts.state || snapshot.status === 'pending' || snapshot.status === 'other') {
    const unconfirmed = `A signed notification said ${notifiedStatus}; queries go on to say ${snapshot.word}.`;
    const isOpen = notifiedStatus !== null && notifiedStatus !== snapshot.status;
    return stay(facts, settled, isOpen ? [{ type: 'alert', kind: 'disagreement', text: unconfirmed }] : []);
  }
  const text = `Was ${facts.state}; the gateway now says ${snapshot.status}.`;
  if (notifiedStatus === null) return stay(facts, settled, [{ type: 'alert', kind: 'disagreement', text }]);
  const gatewayUpdatedAt = snapshot.updatedAt ?? facts.gatewayUpdatedAt;
  return {
    state: snapshot.status,
    // People may have closed it before its uid was known.
    changes: { ...settled, checks: 0, uid: snapshot.uid, gatewayUpdatedAt },
    effects: [
      { type: 'believe', snapshot },
      { type: 'correct', from: facts.state },
      { type: 'alert', kind: 'correction', text },
    ],
  };
}

/**
 * A notification is a hint: it may show that a payout was accepted, and it makes us ask at once when it speaks of a
 * final status. It never makes a status final by itself.
 */
function onNotice(facts: PayoutFacts, snapshot: Snapshot, at: Moment): Decision | null {
  const wrong = mismatch(facts, snapshot);
  if (wrong) return stay(facts, {}, [wrong]);
  if (isOlder(facts, snapshot)) return null;
  if (wasNeverSent(facts.state) && facts.state !== 'queued') {
    const text = `The gateway speaks of ${snapshot.uid}, which was never sent from here.`;
    return stay(facts, {}, [{ type: 'alert', kind: 'mismatch', text }]);
  }
  const saysFinal = snapshot.status !== 'pending' && snapshot.status !== 'other';
  const gatewayUpdatedAt = snapshot.updatedAt ?? facts.gatewayUpdatedAt;
  const asked = { notifiedStatus: snapshot.status, gatewayUpdatedAt, nextCheckAt: at.now, checks: 0 };
  if (isFinal(facts.state)) {
    // What people closed has no uid: by tracking id a query might find several and never answer.
    if (saysFinal && snapshot.status !== facts.state) return stay(facts, { ...asked, uid: facts.uid ?? snapshot.uid });
    if (!saysFinal && facts.uid === null) {
      const text = `The gateway works on ${snapshot.uid}, though this is shown as ${facts.state}.`;
      return stay(facts, {}, [{ type: 'alert', kind: 'disagreement', text }]);
    }
    // It states again what is shown: what is older than that does not count any more.
    const shownAt = facts.gatewayUpdatedAt;
    const isNewer = shownAt !== null && gatewayUpdatedAt !== null && gatewayUpdatedAt > shownAt;
    return saysFinal && isNewer ? stay(facts, { gatewayUpdatedAt }) : null;
  }
  const accepted = facts.state === 'pending' ? stay(facts, {}) : adopt(facts, { ...snapshot, status: 'pending' }, at);
  if (!saysFinal) return facts.state === 'pending' ? null : accepted;
  return { ...accepted, changes: { ...accepted.changes, ...asked } };
}
