import { webConsole } from '#lib/server/console.ts';
import { assertOwnOrigin } from '#lib/server/origin.ts';
import { openRoute } from '#lib/server/route.ts';

// Of all that the library would answer, only what the console uses.
const OPEN = new Set(['GET /api/auth/get-session', 'POST /api/auth/sign-in/email', 'POST /api/auth/sign-out']);

const answer = openRoute(async (request) => {
  const { pathname } = new URL(request.url);
  if (!OPEN.has(`${request.method} ${pathname}`)) return new Response(null, { status: 404 });
  const { auth, publicUrl } = webConsole();
  if (request.method === 'POST') assertOwnOrigin(request.headers, publicUrl);
  return auth.handler(request);
});

export { answer as GET, answer as POST };
