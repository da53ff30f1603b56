import { openRoute } from '#lib/server/route.ts';
import { webConsole } from '#lib/server/console.ts';

// Of all that the library would answer, only what the console uses.
const OPEN = new Set(['GET /api/auth/get-session', 'POST /api/auth/sign-in/email', 'POST /api/auth/sign-out']);

const answer = openRoute(async (request) => {
  const { pathname } = new URL(request.url);
  if (!OPEN.has(`${request.method} ${pathname}`)) return new Response(null, { status: 404 });
  return webConsole().auth.handler(request);
});

export { answer as GET, answer as POST };
