import { toWire } from '#lib/domain/money.ts';
import { standingOf, type Accepted, type Standing } from './accepted.ts';

/** Customer keys that come back under `billing_address`, in the order of the examples (api.md 2). */
const BILLING_KEYS = 'first_name middle_name last_name country state city zip address phone birth_date'.split(' ');
const ADDRESS_KEYS = ['state', 'city', 'zip', 'address'];
/** Examples of gateways with larger numbers are newer and show `manually_corrected_at: null` (api.md 4.1, 7). */
const LAST_GATEWAY_WITHOUT_CORRECTION_KEY = 3500;

/** Shows a payout as the gateway does (api.md 4), now or as it was in an earlier state; differences come from its option. */
export function renderTransaction(payout: Accepted, standing: Standing = standingOf(payout)): Record<string, unknown> {
  const { answer, uid } = payout;
  const methodType = String(payout.method.type);
  const showsCorrection = standing.correctedAtS !== null || answer.gatewayId > LAST_GATEWAY_WITHOUT_CORRECTION_KEY;
  return {
    uid,
    type: 'payout',
    status: standing.status,
    ...(standing.code ? { code: standing.code } : {}),
    amount: toWire(payout.amountMinor),
    currency: payout.currency,
    description: payout.description,
    created_at: timeText(Math.floor(payout.createdAtMs / 1000)),
    updated_at: timeText(standing.updatedAtS),
    ...(standing.paidAtS === null ? {} : { paid_at: timeText(standing.paidAtS) }),
    ...(showsCorrection ? { manually_corrected_at: standing.correctedAtS && timeText(standing.correctedAtS) } : {}),
    method_type: methodType,
    receipt_url: receiptUrl(payout),
    payout: {
      status: standing.status,
      gateway_id: answer.gatewayId,
      ...(payout.refId ? { ref_id: payout.refId } : {}),
      message: standing.message,
      ...bankCode(payout, standing),
      ...(standing.rrn ? { rrn: standing.rrn } : {}),
    },
    [methodType]: answer.echoesMethod ? payout.method : { type: methodType },
    customer: { email: payout.customer?.email ?? null, ip: payout.ip },
    message: standing.message,
    ...(payout.trackingId ? { tracking_id: payout.trackingId } : {}),
    test: payout.test,
    ...(payout.language ? { language: payout.language } : {}),
    ...(payout.customer ? { billing_address: billingAddress(payout.customer) } : {}),
    additional_data: { payment_method: { type: 'alternative' } },
  };
}

/** Writes seconds since 1970 as the gateway writes times: `2023-12-27T10:59:11Z`. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function bankCode({ answer }: Accepted, { code }: Standing): { bank_code?: string } {
  const shown = code ?? answer.bankCode;
  return shown ? { bank_code: shown } : {};
}

function billingAddress(customer: Record<string, unknown>): Record<string, unknown> {
  const isLocated = ADDRESS_KEYS.some((key) => customer[key] !== undefined);
  const known: Record<string, unknown> = { ...(isLocated ? { country: 'IN' } : {}), ...customer };
  return Object.fromEntries(BILLING_KEYS.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]));
}

function receiptUrl({ uid, receiptKey, language }: Accepted): string {
  const suffix = language ? `?language=${encodeURIComponent(language)}` : '';
  return `https://my.constantpos.com/customer/transactions/${uid}/${receiptKey}${suffix}`;
}
