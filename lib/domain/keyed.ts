import { canonicalJson, type Canonical } from './canonical-json.ts';

/**
 * What each keyed row vouches for. Its MAC is made of these values with the application key, so that whoever has only
 * the database can neither make such a row, nor change one, nor use one in another's place. Everything that decides
 * whether a payout may be sent stands on them.
 */
export const KEYED = {
  /** That a payout needs at least so many checkers. */
  demand: ['id', 'makerId', 'contentDigest', 'checkers'],
  approval: ['id', 'payoutId', 'personId', 'contentDigest', 'proof', 'required'],
  proposal: ['version', 'rules', 'proposedBy'],
  policy: ['version', 'rules', 'proposedBy', 'consentedBy'],
  /** What a person may do, from this version of it on. */
  standing: ['personId', 'version', 'role', 'isDemo', 'isDisabled'],
  invitation: ['id', 'email', 'role', 'tokenDigest'],
  password: ['userId', 'password'],
  /** Whose a session is; part of its token. */
  session: ['userId', 'nonce'],
} as const;

export type KeyedKind = keyof typeof KEYED;
/** A row with at least the values that are vouched for. */
export type KeyedRow<Kind extends KeyedKind> = Readonly<Record<(typeof KEYED)[Kind][number], Canonical>>;

/** Writes what a row vouches for, in the one way there is. */
export const vouchedFor = <Kind extends KeyedKind>(kind: Kind, row: KeyedRow<Kind>): string =>
  canonicalJson(KEYED[kind].map((name) => (row as Record<string, Canonical>)[name] ?? null));
