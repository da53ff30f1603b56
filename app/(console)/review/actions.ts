'use server';

import { approveMany as approveAll } from '#lib/approvals/approve-many.ts';
import { approvePayout } from '#lib/approvals/approve-payout.ts';
import { beginApproval as begin } from '#lib/approvals/begin-approval.ts';
import { submitPayout } from '#lib/approvals/submit-payout.ts';
import { turnDownPayout } from '#lib/approvals/turn-down-payout.ts';
import { withdrawApproval } from '#lib/approvals/withdraw-approval.ts';
import { refreshPayouts } from '#lib/payouts/refresh-payouts.ts';
import { action } from '#lib/server/action.ts';

export const approve = action(approvePayout);
export const approveMany = action(approveAll);
export const beginApproval = action(begin);
export const turnDown = action(turnDownPayout);
export const withdraw = action(withdrawApproval);
export const submitAgain = action(submitPayout);
export const refreshMany = action(refreshPayouts);
