'use server';

import { consentToPolicy } from '#lib/approvals/consent-to-policy.ts';
import { proposePolicy } from '#lib/approvals/propose-policy.ts';
import { action } from '#lib/server/action.ts';

export const propose = action(proposePolicy);
export const consent = action(consentToPolicy);
