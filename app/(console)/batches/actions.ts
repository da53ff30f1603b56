'use server';

import { acceptBatch } from '#lib/batches/accept-batch.ts';
import { approveBatch } from '#lib/batches/approve-batch.ts';
import { beginBatchApproval } from '#lib/batches/begin-batch-approval.ts';
import { discardBatch } from '#lib/batches/discard-batch.ts';
import { retryBatch } from '#lib/batches/retry-batch.ts';
import { steerBatch } from '#lib/batches/steer-batch.ts';
import { turnDownBatch } from '#lib/batches/turn-down-batch.ts';
import { action } from '#lib/server/action.ts';

export const accept = action(acceptBatch);
export const discard = action(discardBatch);
export const steer = action(steerBatch);
export const retry = action(retryBatch);
export const beginApproval = action(beginBatchApproval);
export const approve = action(approveBatch);
export const turnDown = action(turnDownBatch);
