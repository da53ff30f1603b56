import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { BAD_CREDENTIALS, json, NOT_FOUND, UNAUTHORISED, type Answer } from './answer.ts';
import type { Bank } from './bank.ts';
import type { CreatePayout } from './create-payout.ts';
import { queryByTrackingId, queryByUid } from './query-payout.ts';
import { readBasic } from './request-log.ts';
import type { Shop } from './shops.ts';

/** A request to the gateway, whole. */
export interface GatewayRequest {
  method: string;
  path: string;
  authorization: string | undefined;
  requestId: string | null;
  body: string;
}

const CREATE_PATHS = new Set(['/beyag/transactions/payouts', '/beyag/transactions/payout']);
const BALANCE_PATH = '/beyag/balance';
const QUERY = /^\/beyag\/transactions\/(?:(tracking_id)\/)?([^/]+)$/;
const MADE_UP_BALANCE_MINOR = 12_90_092_16;

/** Serves the documented endpoints (api.md 1.2); anything else is 404. */
export async function serveGateway(bank: Bank, createPayout: CreatePayout, request: GatewayRequest): Promise<Answer> {
  const { method, path } = request;
  const shop = shopOf(bank, request.authorization);
  if (method === 'POST' && CREATE_PATHS.has(path)) {
    if (!shop) return BAD_CREDENTIALS;
    return createPayout({ shop, requestId: request.requestId, body: request.body });
  }
  if (!shop) return UNAUTHORISED;
  if (method === 'POST' && path === BALANCE_PATH) return balance(shop, request.body);
  const [, byTrackingId, encoded] = (method === 'GET' && QUERY.exec(path)) || [];
  const id = encoded === undefined ? null : decode(encoded);
  if (id === null) return NOT_FOUND;
  return byTrackingId ? queryByTrackingId(bank, shop, id) : queryByUid(bank, shop, id);
}

function shopOf(bank: Bank, authorization: string | undefined): Shop | null {
  const given = readBasic(authorization);
  const shop = given && bank.shops.find((one) => one.shopId === given.user);
  return shop && isSame(shop.secret, given.password) ? shop : null;
}

function isSame(secret: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(secret), digest(given));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const balanceRequest = z.object({
  gateway_id: z.number().int(),
  account: z.string().optional(),
  currency: z.string().optional(),
});

function balance(shop: Shop, body: string): Answer {
  const asked = balanceRequest.safeParse(parse(body));
  if (!asked.success) return json(422, { message: 'Unprocessable entity', errors: { gateway_id: ['is missing'] } });
  if (asked.data.gateway_id !== shop.gatewayId) return NOT_FOUND;
  return json(200, {
    code: 'S.0000',
    status: 'Successful',
    message: 'none',
    friendly_message: 'Successfully processed',
    gateway_id: shop.gatewayId,
    account: asked.data.account ?? shop.shopId,
    amount: MADE_UP_BALANCE_MINOR,
    currency: asked.data.currency ?? 'INR',
    provider_info: {},
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
