'use server';

import { cancelPayouts } from '#lib/payouts/cancel-payouts.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { notePayouts } from '#lib/payouts/note-payouts.ts';
import { sendSamples } from '#lib/payouts/send-samples.ts';
import { totalPayouts } from '#lib/payouts/total-payouts.ts';
import { action } from '#lib/server/action.ts';
import { deleteView } from '#lib/views/delete-view.ts';
import { saveView } from '#lib/views/save-view.ts';
import { setDefaultView } from '#lib/views/set-default-view.ts';

export const askStatus = action(checkPayouts);
export const cancelSelection = action(cancelPayouts);
export const noteSelection = action(notePayouts);
export const totalSelection = action(totalPayouts);
export const sendSamplePayouts = action(sendSamples);
export const keepView = action(saveView);
export const removeView = action(deleteView);
export const beginWithView = action(setDefaultView);
