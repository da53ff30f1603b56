import { and, count, desc, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAuditOutOfReach } from '../db/app-role.ts';
import { auditCheck, auditHead } from '../db/audit-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { passkey, totp } from '../db/factor-schema.ts';
import { hasLiveConnection } from '../db/live-connection.ts';
import { person } from '../db/people-schema.ts';
import type { Db } from '../db/pool.ts';
import { ROLES } from '../domain/access.ts';
import { needsFactor } from '../domain/second-factor.ts';
import { reads, type Ctx } from '../server/usecase.ts';

/** Reads what the database knows of the console's protections, as they stand at this moment. */
export const readProtections = reads({
  name: 'read-protections',
  input: z.object({}),
  async run(ctx) {
    const [isLive, isAuditKept, isEncrypted, withoutFactor, admins, demoPeople, plainHosts, check, head] =
      await Promise.all([
        hasLiveConnection(ctx.db),
        isAuditOutOfReach(ctx.db as Db),
        isDatabaseEncrypted(ctx),
        countWithoutFactor(ctx),
        ctx.db.$count(person, and(eq(person.role, 'admin'), isNull(person.disabledAt), eq(person.isDemo, false))),
        ctx.db.$count(person, and(isNull(person.disabledAt), eq(person.isDemo, true))),
        ctx.db.$count(connection, and(eq(connection.isSandbox, false), sql`${connection.host} not like 'https://%'`)),
        ctx.db.select().from(auditCheck).orderBy(desc(auditCheck.id)).limit(1),
        ctx.db.select({ signedAt: auditHead.signedAt }).from(auditHead).orderBy(desc(auditHead.id)).limit(1),
      ]);
    return {
      now: ctx.now(),
      isLive,
      isAuditKept,
      isEncrypted,
      withoutFactor,
      admins,
      demoPeople,
      plainHosts,
      audit: { checkedAt: check[0]?.at, problem: check[0]?.problem ?? null, signedAt: head[0]?.signedAt },
      earlierKeys: ctx.vault.earlier.length,
    };
  },
});

export type Protections = Awaited<ReturnType<typeof readProtections>>;

/** Whether this connection to the database is encrypted, or does not leave the machine. */
async function isDatabaseEncrypted({ db }: Ctx): Promise<boolean> {
  const { rows } = await db.execute<{ kept: boolean }>(sql`
    select coalesce(s.ssl, false) or a.client_addr is null or a.client_addr <<= '127.0.0.0/8' or a.client_addr = '::1' as kept
    from pg_stat_activity a left join pg_stat_ssl s using (pid) where a.pid = pg_backend_pid()`);
  return rows[0]?.kept ?? false;
}

/** People who need a second factor by their role and have none; they can do nothing until they add one. */
async function countWithoutFactor({ db }: Ctx): Promise<number> {
  const apps = db
    .select({ id: totp.id })
    .from(totp)
    .where(and(eq(totp.personId, person.id), isNotNull(totp.confirmedAt)));
  const keys = db
    .select({ id: passkey.id })
    .from(passkey)
    .where(and(eq(passkey.personId, person.id), isNull(passkey.removedAt)));
  const [found] = await db
    .select({ people: count() })
    .from(person)
    .where(
      and(
        inArray(person.role, ROLES.filter(needsFactor)),
        isNull(person.disabledAt),
        eq(person.isDemo, false),
        notExists(apps),
        notExists(keys),
      ),
    );
  return found?.people ?? 0;
}
