import type { z } from 'zod';
import { ACCESS, mayCall, type Role, type VerbName } from '../domain/access.ts';
import { Problem, type FieldErrors } from '../domain/problem.ts';
import type { Db, Tx } from '../db/pool.ts';
import { audit } from '../db/schema.ts';
import type { Vault } from './vault.ts';

/** Who asks. */
export interface Actor {
  id: string;
  name: string;
  role: Role;
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
}

/** The context inside a changing verb: everything it does is one transaction. */
export interface TxCtx extends Ctx {
  db: Tx;
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
  return named(spec.name, async (ctx, raw) => {
    authorise(ctx, spec.name);
    return spec.run(ctx, parse(spec.input, raw));
  });
}

/** Builds a verb that changes: as `reads`, with `run` and its audit row in one transaction. */
export function changes<Schema extends z.ZodType, Result>(
  spec: ChangingVerbSpec<Schema, Result>,
): Verb<z.input<Schema>, Result> {
  return named(spec.name, async (ctx, raw) => {
    authorise(ctx, spec.name);
    const input = parse(spec.input, raw);
    return ctx.db.transaction(async (tx) => {
      const inside: TxCtx = { ...ctx, db: tx };
      const result = await spec.run(inside, input);
      const note = spec.audit(input, result);
      if (note) await writeAudit(inside, spec.name, note);
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

/** Writes one audit row by the asking person. */
export async function writeAudit(ctx: Ctx, name: string, note: AuditNote): Promise<void> {
  await ctx.db.insert(audit).values({
    at: ctx.now(),
    actor: ctx.actor.id,
    actorName: ctx.actor.name,
    verb: name,
    address: ctx.address,
    requestKey: ctx.requestKey,
    ...note,
  });
}

function authorise(ctx: Ctx, name: VerbName): void {
  if (mayCall(ctx.actor.role, name)) return;
  const roles = ACCESS[name].join(' or ');
  throw new Problem('forbidden', `Your role (${ctx.actor.role}) may not do this; it takes ${roles}.`);
}

function named<Input, Result>(
  verbName: VerbName,
  call: (ctx: Ctx, input: Input) => Promise<Result>,
): Verb<Input, Result> {
  return Object.assign(call, { verbName });
}
