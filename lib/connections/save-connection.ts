import { and, eq } from 'drizzle-orm';
import { hasLiveConnection } from '../db/live-connection.ts';
import { lockAdmins } from '../db/lock-admins.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import { isPublicKey } from '../gateway/signature.ts';
import { sealToWorker } from '../server/sealed-box.ts';
import { announceAnything } from '../payouts/announce.ts';
import { changes, type Ctx } from '../server/usecase.ts';
import { newConnection, type NewConnection } from '../domain/new-connection.ts';
import { lockConnection } from './lock-connection.ts';

type Row = typeof connection.$inferSelect;

/**
 * Makes a connection or changes one. The secret is sealed for the worker at once and nothing gives it back; new
 * credentials end a pause. Throws `invalid` by field, `not_found`, and `conflict` where going live would leave nobody in
 * charge, since the demo people are refused from then on.
 */
export const saveConnection = changes({
  name: 'save-connection',
  input: newConnection,
  async run(ctx, input) {
    if (!isPublicKey(input.publicKey))
      throw onField('publicKey', 'This is not an RSA public key. Copy it again from the back office.');
    const before = input.id ? await lockConnection(ctx, input.id) : null;
    if (before) assertMayBecome(before, input);
    const isSandbox = await isSandboxHost(ctx, input.host);
    if (!isSandbox && input.mode !== 'test') await assertOwnAdmin(ctx);
    const id = before?.id ?? ctx.id();
    const { option, name, host, shopId, publicKey, mode } = input;
    const now = ctx.now();
    const values = { option, name, host, shopId, publicKey, mode, isSandbox, updatedAt: now };
    const credentials = input.secret ? await sealed(ctx, id, shopId, input.secret) : null;
    await naming(name, async () => {
      if (before)
        await ctx.db
          .update(connection)
          .set({ ...values, ...credentials })
          .where(eq(connection.id, id));
      else await insert(ctx, { ...values, id, ...required(credentials) });
    });
    ctx.changed(before, await lockConnection(ctx, id));
    await announceAnything(ctx.db);
    return { id, name, isNew: !before, newSecret: credentials !== null };
  },
  audit: ({ option, host, shopId, mode }, { id, name, isNew, newSecret }) => ({
    subject: id,
    detail: { name, option, host, shopId, mode, isNew, newSecret },
  }),
});

function assertMayBecome(before: Row, { option, host, shopId, secret }: NewConnection): void {
  if (option !== before.option) {
    throw onField(
      'option',
      `The option of a connection stays ${before.option}. Make a new connection for another option.`,
    );
  }
  // The kept secret belongs to the kept shop: nobody may have it sent to a host of their own.
  if ((host !== before.host || shopId !== before.shopId) && !secret) {
    throw onField('secret', 'Type the secret key again: it was kept for the earlier address and shop only.');
  }
}

// The seed says which host is the sandbox's; nothing that a person types makes another host one.
async function isSandboxHost(ctx: Ctx, host: string): Promise<boolean> {
  const found = await ctx.db
    .select({ id: connection.id })
    .from(connection)
    .where(and(eq(connection.isSandbox, true), eq(connection.host, host)))
    .limit(1);
  return found.length > 0;
}

async function assertOwnAdmin(ctx: Ctx): Promise<void> {
  const admins = await lockAdmins(ctx.db);
  if (admins.some(({ isDemo }) => !isDemo) || (await hasLiveConnection(ctx.db))) return;
  throw new Problem(
    'conflict',
    'Invite an admin of your own first: the demo people are switched off as soon as a live connection exists.',
  );
}

async function sealed(ctx: Ctx, id: string, shopId: string, secret: string) {
  return {
    secretSealed: await sealToWorker(ctx.workerKey, secret, `connection:${id}`),
    basicDigest: ctx.vault.basicDigest(`${shopId}:${secret}`),
    pausedAt: null,
    pausedReason: null,
    checkedAt: null,
    checkResult: null,
  };
}

async function insert(ctx: Ctx, values: Omit<typeof connection.$inferInsert, 'webhookKey'>): Promise<void> {
  // Of an id that is never told, by our key: 24 bytes that nobody can guess.
  const webhookKey = Buffer.from(ctx.vault.derive(`webhook ${ctx.id()}`), 'base64')
    .subarray(0, 24)
    .toString('base64url');
  await ctx.db.insert(connection).values({ ...values, webhookKey, createdAt: values.updatedAt });
  await ctx.db.insert(pace).values({ connectionId: values.id, refilledAt: ctx.now() });
}

function required<T>(credentials: T | null): T {
  if (!credentials) throw onField('secret', 'Type the secret key.');
  return credentials;
}

async function naming(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'connection_name_unique') throw error;
    throw onField('name', `Another connection is called ${name}. Choose another name.`);
  }
}

function onField(field: string, message: string): Problem {
  return new Problem('invalid', message, { fields: { [field]: [message] } });
}
