import { webConsole } from './console.ts';
import { assertOwnOrigin } from './origin.ts';
import { problemOf } from './problem-view.ts';
import { readCtx, UNATTENDED, type MemberCtx } from './session.ts';

type Params = Record<string, string | string[] | undefined>;
type Handler<P> = (request: Request, more: { params: Promise<P> }) => Promise<Response>;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Makes a route handler for the person signed in: a Problem is answered as JSON with its status, nothing is cached. What
 * a page calls by itself is no use of the session (`isUse: false`).
 */
export function route<P extends Params = Params>(
  run: (ctx: MemberCtx, request: Request, params: P) => Promise<Response>,
  { isUse = true } = {},
): Handler<P> {
  return openRoute<P>(async (request, params) => {
    const parts = webConsole();
    const headers = new Headers(request.headers);
    if (!isUse) headers.set(UNATTENDED, '1');
    if (!READING.has(request.method)) assertOwnOrigin(request.headers, parts.publicUrl);
    return run(await readCtx(parts, headers), request, params);
  });
}

/** As `route` for callers without a session, such as the gateway: `run` itself finds out who calls. */
export function openRoute<P extends Params = Params>(
  run: (request: Request, params: P) => Promise<Response>,
): Handler<P> {
  return async (request, { params }) => {
    try {
      const answer = await run(request, await params);
      return notStored(request.method === 'HEAD' ? await headOf(answer) : answer);
    } catch (error) {
      const problem = problemOf(error, 'route');
      return notStored(Response.json({ problem: problem.view() }, { status: problem.httpStatus }));
    }
  };
}

/** Nobody reads what HEAD does not send: an export would run on and keep its place. */
async function headOf({ body, status, headers }: Response): Promise<Response> {
  await body?.cancel();
  return new Response(null, { status, headers });
}

function notStored(response: Response): Response {
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}
