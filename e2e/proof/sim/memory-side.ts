import { decide } from '#lib/domain/decide.ts';
import type { Claim } from '#lib/worker/store.ts';
import { createMemoryStore } from './memory-store.ts';
import { addConnection, createMemory, Refused, rowOf, type Memory } from './memory-tables.ts';
import * as verbs from './memory-verbs.ts';
import { about, amountOf, SHOPS, WORKERS, type Operation, type Side } from './model-operations.ts';

/** What the two sides agree on before a sequence: ids and the clock. */
export interface Stage {
  prefix: string;
  payoutIds: string[];
  shopIds: string[];
  rates: number[];
  now(): Date;
}

/** The store in memory, under the operations of the model test. */
export function createMemorySide(stage: Stage): Side {
  const { prefix, payoutIds, shopIds, rates, now } = stage;
  const memory = createMemory({ now, jitter: () => 0, decide, announce: () => undefined });
  for (let shop = 1; shop <= SHOPS; shop++) addConnection(memory, shopIds[shop] ?? '', rates[shop] ?? 1);
  for (let worker = 1; worker <= WORKERS; worker++) memory.alive.add(worker);
  const stores = Array.from({ length: WORKERS + 1 }, (_, worker) =>
    createMemoryStore(memory, worker, async (_name, run) => run()),
  );
  const claims: Claim[] = [];
  const numberOf = (id: string): number => payoutIds.indexOf(id);
  const storeOf = (worker: number) => stores[worker] as (typeof stores)[number];
  const idOf = (payout: number): string => payoutIds[payout] ?? '';
  const claimAt = (back: number): Claim | undefined => claims[claims.length - 1 - back];

  async function run(operation: Operation): Promise<unknown> {
    switch (operation.do) {
      case 'create':
        return create(memory, operation);
      case 'claim sends': {
        // In the order of their numbers: a statement of PostgreSQL returns its rows in any.
        const found = await storeOf(operation.worker).claimSends(operation.limit);
        found.sort((a, b) => numberOf(a.payoutId) - numberOf(b.payoutId));
        claims.push(...found);
        return found.map(({ payoutId, epoch }) => [numberOf(payoutId), epoch]);
      }
      case 'mark sent':
      case 'release':
      case 'finish send': {
        const claim = claimAt(operation.claim);
        if (!claim) return 'no claim';
        if (operation.do === 'mark sent') return storeOf(1).markSent(claim, '{}');
        if (operation.do === 'release') return storeOf(1).release(claim);
        const evidence = { httpStatus: null, responseText: null, retryAfterMs: operation.retryAfterMs };
        return storeOf(1).finishSend(claim, about(operation.outcome, numberOf(claim.payoutId)), evidence);
      }
      case 'claim checks':
        return (await storeOf(operation.worker).claimChecks(operation.limit))
          .map((one) => numberOf(one.payoutId))
          .sort();
      case 'finish check': {
        const row = memory.payouts.get(idOf(operation.payout));
        if (!row) return 'no payout';
        const check = {
          payoutId: row.id,
          connectionId: row.connectionId,
          uid: operation.byUid ? 'u' : null,
          trackingId: '',
          accountSealed: Buffer.alloc(0),
        };
        const evidence = { httpStatus: null, responseText: null, retryAfterMs: operation.retryAfterMs };
        return storeOf(1).finishCheck(check, about(operation.outcome, operation.payout), evidence);
      }
      case 'end leases':
        return storeOf(operation.worker).endLeases();
      case 'apply kept':
        return storeOf(operation.worker).applyKept();
      case 'next due':
        return rounded(await storeOf(operation.worker).nextDueMs());
      default:
        return byOthers(operation);
    }
  }

  function byOthers(operation: Operation): unknown {
    switch (operation.do) {
      case 'cancel':
        if (!memory.payouts.has(idOf(operation.payout))) throw new verbs.Conflict();
        return verbs.cancelPayout(memory, 'maker', idOf(operation.payout));
      case 'refresh':
        return verbs.checkPayout(memory, 'maker', idOf(operation.payout));
      case 'resolve doubt':
        if (!memory.payouts.has(idOf(operation.payout))) throw new verbs.Conflict();
        return verbs.resolveDoubt(memory, `person ${operation.person}`, idOf(operation.payout), operation.decision)
          .step;
      case 'notify': {
        if (operation.isForged) throw new verbs.Conflict();
        const kept = verbs.storeNotification(memory, shopIds[operation.shop] ?? '', operation.body);
        if (kept) verbs.applyNotification(memory, kept.id);
        return kept === null;
      }
      case 'keep notification':
        verbs.storeNotification(memory, shopIds[operation.shop] ?? '', operation.body);
        return undefined;
      case 'freeze':
        if (rowOf(memory.connections, shopIds[operation.shop] ?? '').frozenAt) throw new verbs.Conflict();
        return verbs.freezeConnection(memory, shopIds[operation.shop] ?? '');
      case 'resume': {
        const { frozenAt, pausedAt } = rowOf(memory.connections, shopIds[operation.shop] ?? '');
        if (!frozenAt && !pausedAt) throw new verbs.Conflict();
        return verbs.resumeConnection(memory, shopIds[operation.shop] ?? '');
      }
      case 'kill':
        return void memory.alive.delete(operation.worker);
      case 'start':
        return void memory.alive.add(operation.worker);
    }
  }

  function create(tables: Memory, { payout, shop, content }: Extract<Operation, { do: 'create' }>): boolean {
    return verbs.createPayout(tables, 'maker', {
      ...{
        id: idOf(payout),
        connectionId: shopIds[shop] ?? '',
        option: 'any',
        amountMinor: amountOf(payout),
        test: true,
      },
      ...{ values: {}, trackingId: `${prefix}-t${payout}`, requestId: idOf(payout), content: `${shop} ${content}` },
    }).created;
  }

  return {
    run: async (operation) => {
      try {
        return (await run(operation)) ?? null;
      } catch (error) {
        if (error instanceof verbs.Conflict) return 'conflict';
        if (error instanceof Refused) return 'refused';
        throw error;
      }
    },
    rows: async () => rowsOf(memory, payoutIds, shopIds),
  };
}

export const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 100) / 100);

function rowsOf(memory: Memory, payoutIds: string[], shopIds: string[]): unknown {
  const numbers = [...memory.payouts.keys()].sort((a, b) => payoutIds.indexOf(a) - payoutIds.indexOf(b));
  return {
    payouts: numbers.map((id) => {
      const { state, epoch, leaseUntil, mayHaveLeft, tries, checks, nextSendAt, nextCheckAt, settleUntil, ...rest } =
        rowOf(memory.payouts, id);
      const { acceptedAt, uid, notifiedStatus, gatewayUpdatedAt, gatewayWord, reference, correctedFrom } = rest;
      return {
        ...{ state, epoch, leaseUntil, mayHaveLeft, tries, checks, nextSendAt, nextCheckAt, settleUntil },
        ...{ acceptedAt, uid, notifiedStatus, gatewayUpdatedAt, gatewayWord, reference, correctedFrom },
      };
    }),
    attempts: numbers.map((id) =>
      memory.attempts
        .filter((one) => one.payoutId === id)
        .map(({ epoch, worker, claimedAt, sentAt, endedAt, outcome }) => ({
          epoch,
          worker,
          claimedAt,
          sentAt,
          endedAt,
          outcome,
        })),
    ),
    audit: numbers.map((id) =>
      memory.audit
        .filter((one) => one.payoutId === id)
        .map(({ verb, fromState, toState, at }) => ({ verb, fromState, toState, at })),
    ),
    alerts: numbers.map((id) =>
      memory.alerts
        .filter((one) => one.payoutId === id)
        .map(({ kind, text }) => `${kind} ${text}`)
        .sort(),
    ),
    queries: numbers.map((id) =>
      memory.queries.filter((one) => one.payoutId === id).map(({ by, result, at }) => ({ by, result, at })),
    ),
    notifications: memory.notifications.map(({ uid, status, deliveries, appliedAt, verdict, payoutId }) => ({
      ...{
        uid,
        status,
        deliveries,
        appliedAt,
        verdict,
        payout: payoutId === null ? null : payoutIds.indexOf(payoutId),
      },
    })),
    shops: shopIds.slice(1).map((id) => {
      const { pausedAt, frozenAt } = rowOf(memory.connections, id);
      const { tokens, refilledAt, heldUntil, failures } = rowOf(memory.paces, id);
      return { pausedAt, frozenAt, tokens: rounded(tokens), refilledAt, heldUntil, failures };
    }),
  };
}
