import { expect } from '@playwright/test';
import type { LedgerRow } from '#lib/sandbox/control.ts';
import type { NewFault } from '#lib/sandbox/faults.ts';
import type { LoggedRequest } from '#lib/sandbox/request-log.ts';
import { SANDBOX_URL } from './settings.ts';

async function call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${SANDBOX_URL}/sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The sandbox answered ${method} ${path} with ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** Gives what the sandbox gateway has accepted under a tracking id: a payout each, so one at most. */
export async function acceptedAs(trackingId: string): Promise<LedgerRow[]> {
  const query = new URLSearchParams({ tracking_id: trackingId });
  return (await call<{ payouts: LedgerRow[] }>('GET', `ledger?${query}`)).payouts;
}

export interface ReceivedRequest extends LoggedRequest {
  /** What stands under `request` in its body. */
  request: Record<string, unknown>;
}

/** Gives the requests to pay that reached the gateway under a tracking id, whatever became of them. */
export async function paymentsAskedFor(trackingId: string): Promise<ReceivedRequest[]> {
  const { requests } = await call<{ requests: LoggedRequest[] }>('GET', 'requests');
  return requests
    .filter(({ method, body }) => method === 'POST' && body.includes(JSON.stringify(trackingId)))
    .map((one) => ({ ...one, ...(JSON.parse(one.body) as { request: Record<string, unknown> }) }))
    .filter(({ request }) => request.tracking_id === trackingId);
}

/** Gives the body of the one request that reached the gateway, without what the console adds by itself. */
export async function bodyReceived(trackingId: string): Promise<unknown> {
  const received = await paymentsAskedFor(trackingId);
  expect(received).toHaveLength(1);
  const { tracking_id: _, notification_url: address, ...request } = received[0]?.request ?? {};
  expect(address).toMatch(/^http:\/\/localhost:\d+\/api\/webhooks\/[\w-]{32}$/);
  return { request };
}

/** Settles an accepted payout by hand; the gateway tells the console, unless `notify` is false. */
export async function settle(
  trackingId: string,
  status: string,
  more: { code?: string; message?: string; notify?: boolean; manually_corrected?: boolean } = {},
): Promise<void> {
  await call('POST', 'settle', { tracking_id: trackingId, status, ...more });
}

/** Orders a fault; it names a tracking id, as other journeys run beside this one. */
export async function arm(fault: NewFault & { tracking_id: string }): Promise<void> {
  await call('POST', 'faults', fault);
}

/** Sets how long each state of an outcome lasts. */
export async function settleWithin(ms: { min: number; max: number }): Promise<void> {
  await call('POST', 'pace', { settleMs: ms });
}
