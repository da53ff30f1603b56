export const ROLES = ['viewer', 'maker', 'checker', 'admin', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

const everyone = ROLES;

/**
 * Which roles may call which verb. A verb that is not listed here cannot be built (`verb()` takes its name from this
 * table), so nothing is callable by accident.
 */
export const ACCESS = {
  'preview-payout': ['maker'],
  'create-payout': ['maker'],
  'await-answer': ['maker'],
  'cancel-payout': ['maker'],
  'cancel-payouts': ['maker'],
  'check-payouts': ['maker', 'checker', 'admin'],
  'refresh-payouts': ['maker', 'checker', 'admin'],
  'resolve-doubt': ['maker', 'checker'],
  'send-samples': ['maker'],
  'read-payout': everyone,
  'list-payouts': everyone,
  'total-payouts': everyone,
  'read-rows': everyone,
  'count-newer': everyone,
  'list-names': everyone,
  // Everybody's own, and those of others to look at.
  'save-view': everyone,
  'list-views': everyone,
  'delete-view': everyone,
  'set-default-view': everyone,
  'export-payouts': everyone,
  'end-export': everyone,
  'list-exports': everyone,
  'read-export': everyone,
  // Full account numbers, each time with a reason and a record. The auditor reads everything masked.
  'reveal-account': ['maker', 'checker'],
  'export-accounts': ['checker'],
  'list-payable-connections': everyone,
  'list-connections': ['admin', 'auditor'],
  'save-connection': ['admin'],
  'check-connection': ['admin'],
  'freeze-connection': ['admin', 'checker'],
  'resume-connection': ['admin'],
  'list-people': ['admin', 'auditor'],
  'invite-person': ['admin'],
  'change-person': ['admin'],
  'reset-factors': ['admin'],
  // One's own account, session and second factor.
  'read-account': everyone,
  'end-session': everyone,
  'end-all-sessions': everyone,
  'begin-totp': everyone,
  'confirm-totp': everyone,
  'remove-totp': everyone,
  'begin-passkey': everyone,
  'add-passkey': everyone,
  'rename-passkey': everyone,
  'remove-passkey': everyone,
  'make-recovery-codes': everyone,
  'give-totp': everyone,
  'begin-passkey-proof': everyone,
  'give-passkey': everyone,
  'give-recovery-code': everyone,
  'approve-payout': ['checker'],
  'approve-many': ['checker'],
  'begin-approval': ['checker'],
  'turn-down-payout': ['checker'],
  'withdraw-approval': ['checker'],
  'submit-payout': ['maker'],
  'list-approvals': everyone,
  'read-approvals': everyone,
  'propose-policy': ['admin'],
  'consent-to-policy': ['admin'],
  'read-policy': everyone,
  'list-audit': ['admin', 'auditor'],
  'read-audit-head': ['admin', 'auditor'],
  'export-audit': ['admin', 'auditor'],
  'read-protections': ['admin', 'auditor'],
  'upload-batch': ['maker'],
  'accept-batch': ['maker'],
  'discard-batch': ['maker'],
  'retry-batch': ['maker'],
  'list-failed-rows': ['maker'],
  // Stopping is everybody's who may start or let go.
  'steer-batch': ['maker', 'checker'],
  'begin-batch-approval': ['checker'],
  'approve-batch': ['checker'],
  'turn-down-batch': ['checker'],
  'list-batches': everyone,
  'read-batch': everyone,
  'export-batch': everyone,
  'list-recipients': everyone,
  'read-recipient': everyone,
  'list-account-changes': everyone,
  'list-imports': everyone,
  'read-import': everyone,
  'pay-recipient': ['maker'],
  'change-recipient': ['maker'],
  'import-recipients': ['maker'],
  'check-recipient': ['checker'],
  'acknowledge-alert': ['maker', 'checker'],
  'note-payouts': ['maker', 'checker'],
  'own-payouts': ['maker', 'checker'],
  'list-review': everyone,
  'list-pending': everyone,
  'count-review': everyone,
} as const satisfies Record<string, readonly Role[]>;

export type VerbName = keyof typeof ACCESS;

/** What a session may call before its second factor: giving one, or adding the first. */
const BEFORE_FACTOR: readonly VerbName[] = [
  'begin-totp',
  'confirm-totp',
  'begin-passkey',
  'add-passkey',
  'give-totp',
  'begin-passkey-proof',
  'give-passkey',
  'give-recovery-code',
];

export const isOpenBeforeFactor = (verb: VerbName): boolean => BEFORE_FACTOR.includes(verb);

export const mayCall = (role: Role, verb: VerbName): boolean => (ACCESS[verb] as readonly Role[]).includes(role);

export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Reads and exports',
  maker: 'Makes payouts',
  checker: 'Checks and approves',
  admin: 'Manages connections and people, moves no money',
  auditor: 'Reads everything, changes nothing',
};
