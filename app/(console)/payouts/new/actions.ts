'use server';

import { action } from '#lib/server/action.ts';
import { awaitAnswer } from '#lib/payouts/await-answer.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { previewPayout } from '#lib/payouts/preview-payout.ts';

export const preview = action(previewPayout);
export const create = action(createPayout);
export const awaitFirstAnswer = action(awaitAnswer);
