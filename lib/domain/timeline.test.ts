import { describe, expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';
import type { AttemptRow, AuditRow, NotificationRow, QueryRow, TimelineRows } from './timeline-entry.ts';

const START = Date.UTC(2026, 10, 22, 6);
const at = (ms: number) => new Date(START + ms);
const none: TimelineRows = { audit: [], attempts: [], queries: [], notifications: [], alerts: [] };

let nextId = 1n;
const audit = (ms: number, verb: string, more: Partial<AuditRow> = {}): AuditRow => ({
  id: nextId++,
  at: at(ms),
  actorName: 'Worker',
  verb,
  fromState: null,
  toState: null,
  ...more,
});
const query = (ms: number, more: Partial<QueryRow> = {}): QueryRow => ({
  id: nextId++,
  at: at(ms),
  by: 'uid',
  result: 'found',
  status: 'pending',
  httpStatus: 200,
  error: null,
  response: null,
  ...more,
});
const attempt = (more: Partial<AttemptRow> = {}): AttemptRow => ({
  epoch: 1,
  claimedAt: at(0),
  sentAt: at(10),
  endedAt: at(500),
  outcome: 'accepted',
  httpStatus: 200,
  error: null,
  request: { title: 'Request', text: '{"a":1}' },
  response: { title: 'Answer', text: '{"b":2}' },
  ...more,
});
const notice = (ms: number, more: Partial<NotificationRow> = {}): NotificationRow => ({
  id: `n${ms}`,
  receivedAt: at(ms),
  status: 'successful',
  deliveries: 1,
  verdict: null,
  body: null,
  ...more,
});
const titles = (rows: Partial<TimelineRows>) => timelineOf({ ...none, ...rows }).map(({ title }) => title);

describe('the timeline of a payout', () => {
  it('merges all sources, newest first', () => {
    const rows = {
      audit: [
        audit(0, 'create-payout', { actorName: 'Asha' }),
        audit(5, 'claimed', { fromState: 'queued', toState: 'sending' }),
        audit(490, 'answered', { fromState: 'sending', toState: 'pending' }),
        audit(3_010, 'queried', { fromState: 'pending', toState: 'successful' }),
      ],
      attempts: [attempt()],
      queries: [query(3_000, { status: 'successful' })],
      notifications: [notice(2_900)],
      alerts: [
        {
          id: 'a',
          kind: 'mismatch',
          text: 'Look here.',
          raisedAt: at(2_000),
          acknowledgedAt: null,
          acknowledgedBy: null,
        },
      ],
    };
    expect(titles(rows)).toEqual([
      'Successful',
      'Status query by uid: found, successful',
      'Signed notification: successful',
      'Look here.',
      'Pending',
      'Accepted by the gateway',
      'Sent to the gateway',
      'Sending',
      'Created',
    ]);
  });

  it('tells a move after the evidence that led to it, although it was written a moment before', () => {
    const rows = {
      audit: [audit(490, 'answered', { fromState: 'sending', toState: 'pending' })],
      attempts: [attempt()],
    };
    expect(titles(rows).slice(0, 2)).toEqual(['Pending', 'Accepted by the gateway']);
  });

  it('tells an alert after the evidence that raised it', () => {
    const raisedAt = at(490);
    const rows = {
      audit: [audit(490, 'answered', { fromState: 'sending', toState: 'sending' })],
      attempts: [attempt({ outcome: 'unknown' })],
      alerts: [{ id: 'a', kind: 'mismatch', text: 'Look here.', raisedAt, acknowledgedAt: null, acknowledgedBy: null }],
    };
    expect(titles(rows).slice(0, 2)).toEqual(['Look here.', 'No clear answer: it may have been accepted']);
  });

  it('leaves a move where it stands when its evidence came much later', () => {
    const rows = {
      audit: [audit(0, 'queried', { fromState: 'pending', toState: 'failed' })],
      queries: [query(60_000, { status: 'failed' })],
    };
    expect(titles(rows)).toEqual(['Status query by uid: found, failed', 'Failed']);
  });

  it('keeps the order in which two changes of the same instant were written', () => {
    const first = audit(0, 'create-payout');
    const second = audit(0, 'claimed', { fromState: 'queued', toState: 'sending' });
    expect(titles({ audit: [second, first] })).toEqual(['Sending', 'Created']);
  });

  it('does not repeat in a row of its own what the evidence says, unless it moved the payout', () => {
    const still = { fromState: 'pending', toState: 'pending' } as const;
    const rows = { audit: [audit(1, 'queried', still), audit(2, 'notified', still)], queries: [query(0)] };
    expect(titles(rows)).toEqual(['Status query by uid: found, pending']);
  });

  it('tells what a person asked for even when nothing moved', () => {
    const asked = audit(1, 'check_asked', { fromState: 'pending', toState: 'pending', actorName: 'Asha' });
    expect(timelineOf({ ...none, audit: [asked] })).toMatchObject([{ title: 'Status query asked for', who: 'Asha' }]);
  });

  it('folds equal queries in a row into one with their number and first time, and keeps the newest answer', () => {
    const last = query(200, { response: { title: 'Answer', text: 'newest' } });
    const [folded, ...rest] = timelineOf({ ...none, queries: [last, query(100), query(0)] });
    expect(rest).toEqual([]);
    expect(folded).toMatchObject({ at: at(200), times: { count: 3, since: at(0) }, exchanges: [{ text: 'newest' }] });
  });

  it('does not fold queries that said different things or had something between them', () => {
    const rows = {
      queries: [query(0), query(100), query(200, { status: 'successful' }), query(400), query(600)],
      notifications: [notice(500)],
    };
    expect(timelineOf({ ...none, ...rows }).map(({ times }) => times?.count)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      2,
    ]);
  });

  it('names an attempt that never left as such, without a request', () => {
    const failed = attempt({
      sentAt: null,
      outcome: 'not_sent',
      error: 'Connection refused',
      request: null,
      httpStatus: null,
    });
    expect(timelineOf({ ...none, attempts: [failed] })).toMatchObject([
      { title: 'Not sent: no byte left', detail: 'Connection refused', who: 'Worker' },
    ]);
  });

  it('shows a claim that was never marked as sent as nothing that left', () => {
    expect(titles({ attempts: [attempt({ sentAt: null, endedAt: null, outcome: null })] })).toEqual([]);
  });

  it('shows a verb it has no words for by its name', () => {
    expect(titles({ audit: [audit(0, 'resolve-doubt')] })).toEqual(['Resolve doubt']);
  });
});
