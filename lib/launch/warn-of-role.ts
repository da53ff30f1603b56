import { APP_ROLE, isAuditOutOfReach } from '#lib/db/app-role.ts';
import { openDb } from '#lib/db/pool.ts';

/** Said where the owner of the tables may not make roles. */
export const NO_APP_ROLE =
  `The database has no role "${APP_ROLE}", and this one may not make it. Let an administrator run ` +
  `"create role ${APP_ROLE} login password '…'", start again, and name it in DATABASE_URL (README, "Database roles").`;

const TOO_MUCH =
  `Paydesk's own database role could change the audit trail. Let DATABASE_URL name the role "${APP_ROLE}" and ` +
  'MIGRATE_DATABASE_URL the owner of the tables (README, "Database roles").';

/** Gives what to tell the operator about the role that web and worker use; null where it can change no audit row. */
export async function warningOfRole(appUrl: string, hasAppRole: boolean): Promise<string | null> {
  if (!hasAppRole) return NO_APP_ROLE;
  const { db, close } = openDb(appUrl, { max: 1, name: 'paydesk-launcher' });
  try {
    return (await isAuditOutOfReach(db)) ? null : TOO_MUCH;
  } finally {
    await close();
  }
}
