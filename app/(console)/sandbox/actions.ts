'use server';

import { sendSamples } from '#lib/payouts/send-samples.ts';
import { action } from '#lib/server/action.ts';

export const sendAll = action(sendSamples);
