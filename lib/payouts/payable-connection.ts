import { eq } from 'drizzle-orm';
import { connection } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import type { Instruction } from '../domain/instruction.ts';
import type { Ctx } from '../server/usecase.ts';

/** Finds the connection an instruction is to go through. Throws `not_found` and `invalid` (another option, wrong mode). */
export async function payableConnection(ctx: Ctx, connectionId: string, instruction: Instruction) {
  const [found] = await ctx.db.select().from(connection).where(eq(connection.id, connectionId));
  if (!found) throw new Problem('not_found', 'This connection does not exist any more. Choose another one.');
  if (found.option !== instruction.option) {
    const message = 'This connection belongs to another integration option. Choose one of the option you filled in.';
    throw new Problem('invalid', message, { fields: { connectionId: [message] } });
  }
  const wrongMode = found.mode === 'test' ? !instruction.test : found.mode === 'live' && instruction.test;
  if (wrongMode) {
    const message = `This connection takes ${found.mode} payouts only.`;
    throw new Problem('invalid', message, { fields: { 'instruction.test': [message] } });
  }
  return found;
}
