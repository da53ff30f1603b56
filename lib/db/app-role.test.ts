import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAuditOutOfReach } from './app-role.ts';
import { isMigrated } from './is-migrated.ts';
import { migrate } from './migrate.ts';
import { audit } from './schema.ts';
import { ctxOf, testVault } from './testing/fixtures.ts';
import { testDb } from './testing/test-db.ts';

const app = await testDb();
const { owner } = app;

beforeAll(async () => {
  // What is granted on a database itself does not come with its template.
  expect(await migrate(owner.url)).toEqual({ hasAppRole: true });
  await app.db.insert(audit).values({ at: new Date(), actor: 'a', actorName: 'A', verb: 'sign-in' });
});

const REFUSED = /^(permission denied|must be (owner|superuser)|permission to|cannot set parameter|only roles with)/;

describe('the role of web and worker', () => {
  it.each([
    `update audit set actor = 'b'`,
    `update audit set detail = null where id = 0`,
    `delete from audit`,
    `truncate audit cascade`,
    `insert into audit (id, at, actor, actor_name, verb) select id, at, 'b', actor_name, verb from audit
       on conflict (id) do update set actor = 'b'`,
    `merge into audit using (select 1) as one on true when matched then delete`,
    `update audit_seal set hash = prev_hash`,
    `delete from audit_seal`,
    `truncate audit_seal`,
    `delete from audit_head`,
    `update audit_check set problem = null`,
    `delete from payout`,
    `truncate payout cascade`,
    `delete from attempt`,
    `update payout_note set text = ''`,
    `delete from payout_note`,
    `insert into payout_move values ('failed', 'queued')`,
    `delete from payout_move`,
    `drop table audit cascade`,
    `drop trigger audit_append_only on audit`,
    `alter table audit disable trigger audit_append_only`,
    `alter table audit disable trigger all`,
    `alter table payout disable trigger payout_guard`,
    `alter table audit rename to old`,
    `alter table audit add column mine text`,
    `alter table audit owner to current_user`,
    `create table mine (id int)`,
    `create temporary table audit (id int)`,
    `create schema mine`,
    `create function mine() returns int language sql as 'select 1'`,
    `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
    `create or replace function audit_canonical(entry audit) returns text language sql as $$ select '' $$`,
    `create trigger mine before insert on audit for each row execute function refuse_change()`,
    `create rule mine as on insert to audit do instead nothing`,
    `create policy mine on audit using (false)`,
    `set session_replication_role = replica`,
    `select set_config('session_replication_role', 'replica', false)`,
    `select setval('audit_id_seq', 1)`,
    `alter sequence audit_id_seq restart`,
    `create role mine superuser`,
    `set role paydesk`,
    `copy audit to program 'true'`,
    `copy audit from '/etc/passwd'`,
    `delete from drizzle.__drizzle_migrations`,
    `create event trigger mine on ddl_command_start execute function refuse_change()`,
    `alter system set fsync = off`,
  ])('may not %s', async (statement) => {
    const before = await owner.db.select().from(audit);
    const trial = app.pool.query(statement);
    await expect(trial).rejects.toMatchObject({ code: '42501', message: expect.stringMatching(REFUSED) as string });
    expect(await owner.db.select().from(audit)).toEqual(before);
  });

  it('gains nothing by granting itself what it has not', async () => {
    // PostgreSQL answers such a grant with a warning only.
    await app.pool.query('grant update, delete on audit to public, current_user');
    await expect(app.pool.query(`update audit set actor = 'b'`)).rejects.toMatchObject({ code: '42501' });
    await expect(app.pool.query('delete from audit')).rejects.toMatchObject({ code: '42501' });
  });

  it('adds and reads audit rows, and does its work on the other tables', async () => {
    const ctx = await ctxOf(app.db, testVault(), 'maker');
    await app.db.insert(audit).values({ at: new Date(), actor: ctx.actor.id, actorName: 'A', verb: 'sign-in' });
    expect(await app.db.$count(audit)).toBeGreaterThan(1);
    expect(await isMigrated(app.db)).toBe(true);
    await app.db.execute(sql`select pg_notify('x', ${randomUUID()}), pg_try_advisory_xact_lock(1)`);
  });

  it('is what the console finds itself to be, and the owner is not', async () => {
    expect(await isAuditOutOfReach(app.db)).toBe(true);
    expect(await isAuditOutOfReach(owner.db)).toBe(false);
  });
});

describe('the owner', () => {
  it('is held by the triggers, as long as nobody takes them away', async () => {
    for (const statement of ['update audit set actor = actor', 'delete from audit', 'truncate audit cascade'])
      await expect(owner.pool.query(statement)).rejects.toThrow(/append-only/);
  });

  it('need be no superuser, and may grant to a role that somebody else has made', async () => {
    const name = `owner_${randomUUID().replaceAll('-', '')}`;
    await owner.pool.query(`create role ${name} login password 'not a secret here'`);
    await owner.pool.query(`create database ${name} owner ${name}`);
    const address = new URL(owner.url);
    Object.assign(address, { username: name, password: 'not a secret here', pathname: `/${name}` });
    try {
      expect(await migrate(address.href)).toEqual({ hasAppRole: true });
    } finally {
      await owner.pool.query(`drop database ${name} with (force)`);
      await owner.pool.query(`drop role ${name}`);
    }
  });
});
