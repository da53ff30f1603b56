import type { Role } from './access.ts';

/** What a person can show beside the password. */
export type SecondFactor = 'totp' | 'passkey' | 'recovery_code';

/**
 * How far a session has come: `full` may do what the role allows; `prove` has to give an enrolled factor first, `enrol`
 * has to add one first.
 */
export type Stage = 'full' | 'prove' | 'enrol';

/** Whoever makes, approves or administers needs a second factor; others may have one. */
const NEEDS_FACTOR: readonly Role[] = ['maker', 'checker', 'admin'];

export interface Standing {
  role: Role;
  isDemo: boolean;
  /** Whether real money can leave through this console. */
  isLive: boolean;
  hasFactor: boolean;
  hasProven: boolean;
}

/** Tells whether a role may not do without a second factor. */
export const needsFactor = (role: Role): boolean => NEEDS_FACTOR.includes(role);

/**
 * Tells how far a session has come. An enrolled factor is always asked for; the demo people come in without one while
 * only sandbox money can move, so that a newcomer's first minutes need no telephone.
 */
export function stageOf({ role, isDemo, isLive, hasFactor, hasProven }: Standing): Stage {
  if (hasFactor) return hasProven ? 'full' : 'prove';
  return needsFactor(role) && !(isDemo && !isLive) ? 'enrol' : 'full';
}
