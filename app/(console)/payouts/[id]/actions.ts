'use server';

import { cancelPayout } from '#lib/payouts/cancel-payout.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { action } from '#lib/server/action.ts';

export const checkNow = action(checkPayouts);
export const cancel = action(cancelPayout);
