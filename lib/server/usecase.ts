import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ACCESS, isOpenBeforeFactor, mayCall, type Role, type VerbName } from '../domain/access.ts';
import { canonicalJson, type Canonical } from '../domain/canonical-json.ts';
import { Problem, type FieldErrors } from '../domain/problem.ts';
import type { Stage } from '../domain/second-factor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { audit } from '../db/schema.ts';
import { noteRefusal } from './refusals.ts';
import type { Vault } from './vault.ts';

/** Who asks. */
export interface Actor {
  id: string;
  name: string;
  role: Role;
}

/** The session a call came in by. */
export interface CallSession {
  /** The row's id, which is no secret; the token never gets this far. */
  id: string;
  stage: Stage;
}

/** Who asks, and the ways out. A verb touches nothing that is not in here. */
export interface Ctx {
  actor: Actor;
  db: Db | Tx;
  now(): Date;
  id(): string;
  vault: Vault;
  /** The worker's public key, for sealing gateway secrets; base64. */
  workerKey: string;
  /** Origin under which the gateway reaches this console. */
  publicUrl: string;
  /** Where the call came from, for the audit row. */
  address?: string;
  requestKey?: string;
  /** Undefined for calls of our own processes, which are nobody's browser. */
  session?: CallSession;
}

/** The context inside a changing verb: everything it does is one transaction. */
export interface TxCtx extends Ctx {
  db: Tx;
  /** Takes a configuration row as it was (null for a new one) and as it is: the audit row keeps their digests. */
  changed(before: Canonical, after: Canonical): void;
}

/** What a changing verb's audit row says beside actor, verb and time. */
export interface AuditNote {
  payoutId?: string;
  subject?: string;
  detail?: Record<string, unknown>;
}

interface VerbSpec<Schema extends z.ZodType, Result> {
  name: VerbName;
  input: Schema;
  run(ctx: Ctx, input: z.output<Schema>): Promise<Result>;
}

interface ChangingVerbSpec<Schema extends z.ZodType, Result> extends Omit<VerbSpec<Schema, Result>, 'run'> {
  /** Runs before the transaction, so that what it counts stays counted when the verb fails. */
  before?(ctx: Ctx, input: z.output<Schema>): Promise<void>;
  run(ctx: TxCtx, input: z.output<Schema>): Promise<Result>;
  /** Says what was changed; the row is written in the verb's own transaction. Null when nothing was. */
  audit(input: z.output<Schema>, result: Result): AuditNote | null;
}

export interface Verb<Input, Result> {
  (ctx: Ctx, input: Input): Promise<Result>;
  verbName: VerbName;
}

/** Builds a verb that reads: role check, parsing, then `run`. Throws `forbidden` and `invalid`. */
export function reads<Schema extends z.ZodType, Result>(spec: VerbSpec<Schema, Result>): Verb<z.input<Schema>, Result> {
  return named(spec.name, true, async (ctx, raw) => {
    authorise(ctx, spec.name);
    return spec.run(ctx, parse(spec.input, raw));
  });
}

/** Builds a verb that changes: as `reads`, with `run` and its audit row in one transaction. */
export function changes<Schema extends z.ZodType, Result>(
  spec: ChangingVerbSpec<Schema, Result>,
): Verb<z.input<Schema>, Result> {
  return named(spec.name, false, async (ctx, raw) => {
    authorise(ctx, spec.name);
    const input = parse(spec.input, raw);
    await spec.before?.(ctx, input);
    return ctx.db.transaction(async (tx) => {
      const digests: Digests = {};
      const changed = (before: Canonical, after: Canonical) => Object.assign(digests, digestsOf(before, after));
      const inside: TxCtx = { ...ctx, db: tx, changed };
      const result = await spec.run(inside, input);
      const note = spec.audit(input, result);
      if (note) await writeAudit(inside, spec.name, { ...note, ...digests });
      return result;
    });
  });
}

/** Parses what came from outside; a ZodError becomes the Problem `invalid` with a sentence per field. */
export function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: FieldErrors = {};
  for (const issue of result.error.issues) (fields[issue.path.join('.')] ??= []).push(issue.message);
  throw new Problem('invalid', 'Some values need another look.', { fields });
}

/** Writes audit rows by the asking person. */
export async function writeAudit(ctx: Ctx, name: string, ...notes: (AuditNote & Digests)[]): Promise<void> {
  const by = {
    at: ctx.now(),
    actor: ctx.actor.id,
    actorName: ctx.actor.name,
    verb: name,
    address: ctx.address,
    sessionKey: ctx.session?.id,
    requestKey: ctx.requestKey,
  };
  await ctx.db.insert(audit).values(notes.map((note) => ({ ...by, ...note })));
}

interface Digests {
  beforeDigest?: Buffer;
  afterDigest?: Buffer;
}

function digestsOf(before: Canonical, after: Canonical): Digests {
  const digest = (row: Canonical) => createHash('sha256').update(canonicalJson(row), 'utf8').digest();
  return {
    ...(before !== null && { beforeDigest: digest(before) }),
    ...(after !== null && { afterDigest: digest(after) }),
  };
}

/** Throws `forbidden` for a role that may not, as the verb itself does: for whoever reads much before calling it. */
export function authorise(ctx: Ctx, name: VerbName): void {
  const stage = ctx.session?.stage ?? 'full';
  if (stage !== 'full' && !isOpenBeforeFactor(name)) throw secondFactorFirst(stage);
  if (mayCall(ctx.actor.role, name)) return;
  const roles = ACCESS[name].join(' or ');
  throw new Problem('forbidden', `Your role (${ctx.actor.role}) may not do this; it takes ${roles}.`);
}

/** What a session without its second factor is told; a page leads on to where it is given. */
export function secondFactorFirst(stage: Exclude<Stage, 'full'>): Problem {
  const message = stage === 'prove' ? 'Give your second factor to go on.' : 'Add a second factor to go on.';
  return new Problem('unauthenticated', message, { detail: { stage } });
}

function named<Input, Result>(
  verbName: VerbName,
  isReading: boolean,
  call: (ctx: Ctx, input: Input) => Promise<Result>,
): Verb<Input, Result> {
  const noted = async (ctx: Ctx, input: Input): Promise<Result> => {
    try {
      return await call(ctx, input);
    } catch (error) {
      await noteRefusal(ctx, { verb: verbName, isReading, raw: input, error });
      throw error;
    }
  };
  return Object.assign(noted, { verbName });
}
