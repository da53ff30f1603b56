'use server';

import { cancelPayout } from '#lib/payouts/cancel-payout.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { revealAccount } from '#lib/payouts/reveal-account.ts';
import { resolveDoubt } from '#lib/payouts/resolve-doubt.ts';
import { action } from '#lib/server/action.ts';

export const checkNow = action(checkPayouts);
export const resolve = action(resolveDoubt);
export const cancel = action(cancelPayout);
export const reveal = action(revealAccount);
