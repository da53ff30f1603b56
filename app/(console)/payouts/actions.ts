'use server';

import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { sendSamples } from '#lib/payouts/send-samples.ts';
import { action } from '#lib/server/action.ts';

export const askStatus = action(checkPayouts);
export const sendSamplePayouts = action(sendSamples);
