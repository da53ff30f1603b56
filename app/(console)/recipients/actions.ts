'use server';

import { changeRecipient } from '#lib/recipients/change-recipient.ts';
import { checkRecipient } from '#lib/recipients/check-recipient.ts';
import { payRecipient } from '#lib/recipients/pay-recipient.ts';
import { action } from '#lib/server/action.ts';

export const pay = action(payRecipient);
export const change = action(changeRecipient);
export const check = action(checkRecipient);
