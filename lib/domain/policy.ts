import { z } from 'zod';
import { formatAmount } from './money.ts';

const amount = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(BigInt);

/** Up to `upToMinor` (the last band has none: everything above), so many checkers. */
const band = z.object({ upToMinor: amount.nullable(), checkers: z.union([z.literal(0), z.literal(1), z.literal(2)]) });

/** Where more checkers are asked for than the amount alone would: all given conditions must fit. */
const exception = z.object({
  option: z.string().max(20).optional(),
  connectionId: z.uuid().optional(),
  newBeneficiary: z.boolean().optional(),
  batch: z.boolean().optional(),
  checkers: z.union([z.literal(1), z.literal(2)]),
});

/** Who must approve what: plain data, edited by one admin, in force with the consent of another. */
export const approvalPolicy = z
  .object({
    bands: z.array(band).min(1).max(10),
    exceptions: z.array(exception).max(50).default([]),
    /** Above this an approval is a passkey assertion over the payout's content. */
    passkeyAboveMinor: amount,
    /** An approval request that nobody answered goes back to its maker after so many days. */
    expiryDays: z.number().int().min(1).max(90),
    /** Between a second person's word on a recipient's changed account and the first payout to it. */
    coolingOffHours: z
      .number('Say the hours before a changed account is paid to.')
      .int()
      .min(1, 'A changed account is paid to after an hour at the earliest.')
      .max(720, 'A changed account rests for 720 hours at most.')
      .default(24),
  })
  .refine(({ bands }) => bands.at(-1)?.upToMinor === null, 'The last band covers every amount above the others.')
  .refine(({ bands }) => isRising(bands.map((one) => one.upToMinor)), 'Each band ends above the one before.')
  .refine(({ bands }) => isSteady(bands.map((one) => one.checkers)), 'A larger amount never needs fewer checkers.');

export type ApprovalPolicy = z.output<typeof approvalPolicy>;

function isRising(ends: (bigint | null)[]): boolean {
  return ends.every((end, i) => {
    const before = i === 0 ? 0n : ends[i - 1];
    return before !== null && before !== undefined && (end === null || end > before);
  });
}

function isSteady(checkers: number[]): boolean {
  return checkers.every((count, i) => i === 0 || count >= (checkers[i - 1] ?? 0));
}

/** In force until two admins agree on another one: none up to ₹25,000, one above, two above ₹1,00,000. */
export const FIRST_POLICY: ApprovalPolicy = {
  bands: [
    { upToMinor: 25_000_00n, checkers: 0 },
    { upToMinor: 1_00_000_00n, checkers: 1 },
    { upToMinor: null, checkers: 2 },
  ],
  exceptions: [],
  passkeyAboveMinor: 1_00_000_00n,
  expiryDays: 7,
  coolingOffHours: 24,
};

/** What the policy looks at. */
export interface PolicyCase {
  amountMinor: bigint;
  option: string;
  connectionId: string;
  /** Nothing was ever paid to this account successfully. */
  newBeneficiary: boolean;
  batch: boolean;
}

/** How many checkers a payout needs: its amount's band, or more where an exception fits. */
export function checkersFor(policy: ApprovalPolicy, one: PolicyCase): 0 | 1 | 2 {
  const fitting = policy.bands.find(({ upToMinor }) => upToMinor === null || one.amountMinor <= upToMinor);
  const counts = policy.exceptions.filter((rule) => fits(rule, one)).map(({ checkers }) => checkers);
  return Math.max(fitting?.checkers ?? 2, ...counts) as 0 | 1 | 2;
}

function fits(rule: z.output<typeof exception>, one: PolicyCase): boolean {
  const { option, connectionId, newBeneficiary, batch } = rule;
  return (
    (option === undefined || option === one.option) &&
    (connectionId === undefined || connectionId === one.connectionId) &&
    (newBeneficiary === undefined || newBeneficiary === one.newBeneficiary) &&
    (batch === undefined || batch === one.batch)
  );
}

/** Whether an approval of this amount takes a passkey. */
export const needsPasskey = (policy: ApprovalPolicy, amountMinor: bigint): boolean =>
  amountMinor > policy.passkeyAboveMinor;

/** The policy's bands as sentences. */
export function describePolicy(policy: ApprovalPolicy): string[] {
  const words = ['nobody else', 'one checker', 'two checkers'];
  return policy.bands.map(({ upToMinor, checkers }, i) => {
    const from = i === 0 ? null : policy.bands[i - 1]?.upToMinor;
    const range = upToMinor === null ? `Above ${formatAmount(from ?? 0n)}` : `Up to ${formatAmount(upToMinor)}`;
    return `${range}: ${words[checkers]}.`;
  });
}
