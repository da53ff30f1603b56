import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalPolicy, checkersFor, describePolicy, FIRST_POLICY, needsPasskey, type PolicyCase } from './policy.ts';

const one = (amountMinor: bigint, more: Partial<PolicyCase> = {}): PolicyCase => ({
  amountMinor,
  option: 'X',
  connectionId: 'c',
  newBeneficiary: false,
  batch: false,
  ...more,
});

describe('the first policy', () => {
  it.each([
    [1n, 0],
    [25_000_00n, 0],
    [25_000_01n, 1],
    [1_00_000_00n, 1],
    [1_00_000_01n, 2],
    [9_999_999_999_999n, 2],
  ])('asks for the right number of checkers of %s paise', (amountMinor, checkers) => {
    expect(checkersFor(FIRST_POLICY, one(amountMinor))).toBe(checkers);
  });

  it('asks for a passkey above one lakh', () => {
    expect([needsPasskey(FIRST_POLICY, 1_00_000_00n), needsPasskey(FIRST_POLICY, 1_00_000_01n)]).toEqual([false, true]);
  });

  it('can be read aloud', () => {
    expect(describePolicy(FIRST_POLICY)).toEqual([
      'Up to ₹25,000.00: nobody else.',
      'Up to ₹1,00,000.00: one checker.',
      'Above ₹1,00,000.00: two checkers.',
    ]);
  });
});

describe('a policy', () => {
  const bands = [
    { upToMinor: '100', checkers: 0 },
    { upToMinor: null, checkers: 1 },
  ];
  const rest = { passkeyAboveMinor: '100', expiryDays: 7 };

  it('covers every amount, in rising bands, with more checkers for more money', () => {
    expect(approvalPolicy.safeParse({ bands, ...rest }).success).toBe(true);
    const wrong = [
      [{ upToMinor: '100', checkers: 0 }],
      [
        { upToMinor: '100', checkers: 0 },
        { upToMinor: '100', checkers: 1 },
        { upToMinor: null, checkers: 1 },
      ],
      [
        { upToMinor: '100', checkers: 1 },
        { upToMinor: null, checkers: 0 },
      ],
      [
        { upToMinor: null, checkers: 0 },
        { upToMinor: null, checkers: 1 },
      ],
    ];
    for (const bad of wrong)
      expect(approvalPolicy.safeParse({ bands: bad, ...rest }).success, JSON.stringify(bad)).toBe(false);
  });

  it('takes more checkers where an exception fits, never fewer', () => {
    const policy = approvalPolicy.parse({
      bands,
      ...rest,
      exceptions: [
        { newBeneficiary: true, checkers: 2 },
        { option: 'Y', batch: true, checkers: 1 },
      ],
    });
    expect(checkersFor(policy, one(1n, { newBeneficiary: true }))).toBe(2);
    expect(checkersFor(policy, one(1n, { option: 'Y' }))).toBe(0);
    expect(checkersFor(policy, one(1n, { option: 'Y', batch: true }))).toBe(1);
    fc.assert(
      fc.property(fc.bigInt(1n, 1_000n), fc.boolean(), fc.boolean(), (amountMinor, newBeneficiary, batch) => {
        const plain = checkersFor({ ...policy, exceptions: [] }, one(amountMinor));
        expect(checkersFor(policy, one(amountMinor, { newBeneficiary, batch, option: 'Y' }))).toBeGreaterThanOrEqual(
          plain,
        );
      }),
    );
  });
});
