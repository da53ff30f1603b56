import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Db } from './pool.ts';

/** The role of web and worker: it uses the tables and can change none of their definitions, guards or history. */
export const APP_ROLE = 'paydesk_app';

/** Belongs to the schema. */
const FIXED = ['payout_move', 'retired_key'];

const INSUFFICIENT_PRIVILEGE = '42501';
/** Another database of the same server made the role in the same moment. */
const MADE_ALREADY = ['42710', '23505'];

/**
 * Makes the application's role where it is missing, without a way to sign in, and gives it exactly what it needs of this
 * database. Tells whether there is such a role: an owner who may not make roles leaves that to the operator.
 */
export async function grantToApp(client: pg.Client): Promise<boolean> {
  if (!(await hasAppRole(client)) && !(await makeAppRole(client))) return false;
  // In one piece: an application that is running must not see the moment in between.
  await client.query('begin');
  try {
    for (const statement of await statements(client)) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return true;
}

async function statements(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  const tables = 'all tables in schema public';
  return [
    `revoke all on ${tables} from ${APP_ROLE}`,
    `grant select, insert, update, delete on ${tables} to ${APP_ROLE}`,
    ...(await guarded(client)).map(({ right, table }) => `revoke ${right} on ${table} from ${APP_ROLE}`),
    `revoke insert, update, delete on ${FIXED.join(', ')} from ${APP_ROLE}`,
    `grant usage on all sequences in schema public to ${APP_ROLE}`,
    `grant usage on schema public, drizzle to ${APP_ROLE}`,
    `grant select on all tables in schema drizzle to ${APP_ROLE}`,
    `revoke create on schema public from public, ${APP_ROLE}`,
    // A temporary table called "audit" would stand before the real one.
    `revoke create, temporary on database ${database} from public, ${APP_ROLE}`,
  ];
}

// What a trigger refuses to everybody the role is not even granted: the triggers are the one list of what is kept.
async function guarded(client: pg.Client): Promise<{ right: string; table: string }[]> {
  const { rows } = await client.query<{ right: string; table: string }>(`
    select distinct event.name as right, t.tgrelid::regclass::text as "table"
    from pg_trigger t join (values (8, 'delete'), (16, 'update')) as event (bit, name) on t.tgtype & event.bit > 0
    where t.tgfoid = 'refuse_change()'::regprocedure`);
  return rows;
}

async function hasAppRole(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE]);
  return rowCount === 1;
}

async function makeAppRole(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`create role ${APP_ROLE} nologin`);
    return true;
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (MADE_ALREADY.includes(code)) return true;
    if (code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

/** Lets the application's role sign in with a password; done at every start, so that the password kept is the one in force. */
export async function letAppSignIn(ownerUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'paydesk-launcher' });
  await client.connect();
  try {
    await client.query(`alter role ${APP_ROLE} login password ${pg.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

/** Tells whether this connection's role has no way to change or take away audit rows: not its owner, no superuser. */
export async function isAuditOutOfReach(db: Db): Promise<boolean> {
  const { rows } = await db.execute<{ kept: boolean }>(sql`
    select not (r.rolsuper or pg_has_role(current_user, c.relowner, 'member')
      or has_table_privilege(c.oid, 'update, delete, truncate, trigger')) as kept
    from pg_class c, pg_roles r where c.oid = 'public.audit'::regclass and r.rolname = current_user`);
  return rows[0]?.kept ?? false;
}
