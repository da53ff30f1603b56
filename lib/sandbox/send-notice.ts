import { generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';
import type { Accepted } from './accepted.ts';
import type { Bank } from './bank.ts';
import { isLoopback, postNotification, type Delivery } from './post-notification.ts';

/** An order for notifications by hand, genuine or forged, to see what the receiver makes of them. */
export const newNotice = z.strictObject({
  /** Which state of the payout's history is told; the latest when left out. */
  change: z.number().int().min(0).optional(),
  /** How many are sent, all at once. */
  times: z.number().int().min(1).max(1_000).default(1),
  /** Sent in place of the genuine bytes. */
  body_override: z.string().max(1_000_000).optional(),
  signature: z.enum(['good', 'none', 'wrong_key', 'other_shop', 'of_other_body', 'garbage']).default('good'),
  basic: z.enum(['good', 'none', 'wrong']).default('good'),
  /** Where to, in turn; the payout's own address when left out. Only addresses on this machine. */
  urls: z.array(z.string().refine(isLoopback, 'must be an http address on this machine')).min(1).optional(),
});

export type NewNotice = z.output<typeof newNotice>;

/** Sends notifications as ordered and reports what each was answered. */
export async function sendNotice(bank: Bank, payout: Accepted, order: NewNotice): Promise<{ sent: Delivery[] }> {
  const index = Math.min(order.change ?? Infinity, payout.history.length - 1);
  const genuine = await bank.notifier.compose(payout, index);
  const body = order.body_override === undefined ? genuine.body : Buffer.from(order.body_override);
  const signature = await signatureFor(bank, payout.shop, body, order.signature);
  const headers = {
    ...(order.basic === 'none'
      ? {}
      : { Authorization: order.basic === 'good' ? (genuine.headers.Authorization ?? '') : WRONG_BASIC }),
    ...(signature === null ? {} : { 'Content-Signature': signature }),
  };
  const urls = order.urls ?? [payout.notificationUrl ?? ''];
  const addresses = Array.from({ length: order.times }, (_, turn) => urls[turn % urls.length] ?? '');
  const sent = await Promise.all(
    addresses.map((address) => postNotification(address, body, headers, bank.pace.notifyTimeoutMs, bank.stopping)),
  );
  return { sent };
}

const WRONG_BASIC = `Basic ${Buffer.from('20101:wrong').toString('base64')}`;

async function signatureFor(
  bank: Bank,
  shopId: string,
  body: Buffer,
  kind: NewNotice['signature'],
): Promise<string | null> {
  switch (kind) {
    case 'none':
      return null;
    case 'garbage':
      return 'bm8gc2lnbmF0dXJl';
    case 'good':
      return bank.notifier.sign(shopId, body);
    case 'of_other_body':
      return bank.notifier.sign(shopId, Buffer.concat([body, Buffer.from(' ')]));
    case 'other_shop':
      return bank.notifier.sign(bank.shops.find((one) => one.shopId !== shopId)?.shopId ?? shopId, body);
    case 'wrong_key':
      return sign('RSA-SHA256', body, (strangerKey ??= newStrangerKey())).toString('base64');
  }
}

let strangerKey: ReturnType<typeof newStrangerKey> | undefined;
const newStrangerKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
