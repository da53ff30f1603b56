import { headers } from 'next/headers';
import type { ProblemView } from '../domain/problem.ts';
import { webConsole } from './console.ts';
import { env } from './env.ts';
import { assertOwnOrigin } from './origin.ts';
import { problemOf } from './problem-view.ts';
import { isOpenBeforeFactor } from '../domain/access.ts';
import { currentCtx, currentHalfCtx } from './session.ts';
import type { Verb } from './usecase.ts';

/** What a server action answers: it never throws anything but Next's own redirects. */
export type ActionResult<Result> = { ok: true; value: Result } | { ok: false; problem: ProblemView };

/** Makes a server action of a verb, for the person signed in. The verb checks role and input. */
export function action<Input, Result>(verb: Verb<Input, Result>): (input: Input) => Promise<ActionResult<Result>> {
  const ctx = isOpenBeforeFactor(verb.verbName) ? currentHalfCtx : currentCtx;
  return openAction(verb.verbName, async (input: Input) => verb(await ctx(), input));
}

/**
 * As `action` for a verb by which a session gets its second factor: from then on the browser holds another token, and
 * the earlier one is worth nothing.
 */
export function raisingAction<Input, Result>(
  verb: Verb<Input, Result>,
): (input: Input) => Promise<ActionResult<Result>> {
  return openAction(verb.verbName, async (input: Input, request) => {
    const ctx = await currentHalfCtx();
    const result = await verb(ctx, input);
    if (ctx.session.stage !== 'full') await webConsole().auth.api.rotateSession({ headers: request });
    return result;
  });
}

/** Makes a server action that anybody may call: `run` gets what came, unchecked, and parses it itself. */
export function openAction<Input, Result>(
  name: string,
  run: (input: Input, request: Headers) => Promise<Result>,
): (input: Input) => Promise<ActionResult<Result>> {
  return async (input) => {
    try {
      const request = await headers();
      assertOwnOrigin(request, env().PUBLIC_URL);
      return { ok: true, value: await run(input, request) };
    } catch (error) {
      return { ok: false, problem: problemOf(error, `action ${name}`).view() };
    }
  };
}
