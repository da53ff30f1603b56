import { createServer } from 'node:http';
import { refuseOdd, SERVER_BOUNDS } from '#lib/server/bounds.ts';
import { env } from '#lib/server/env.ts';
import { logConsole } from '#lib/server/log.ts';
import { notePeer } from '#lib/server/peer.ts';
import { putHeaders } from '#lib/server/response-headers.ts';
import { reportFailure } from './report-failure.ts';
import { PROJECT, settleEnv } from './settle-env.ts';

/** Open exports and event streams get this long after SIGTERM; a stream opens itself again elsewhere. */
const GRACE_MS = 5_000;

/** Serves the production build on `PORT`, in this one process; `npm run web` starts one more beside another. */
async function serveWeb(): Promise<void> {
  await settleEnv('web');
  logConsole();
  // Loaded late: what Next and React choose at loading depends on NODE_ENV.
  const { default: next } = await import('next');
  const { PORT: port, HOST: hostname, TRUSTED_PROXY_HEADER: proxyHeader, PUBLIC_URL } = env();
  const isSecure = PUBLIC_URL.startsWith('https:');
  const app = next({ dev: false, dir: PROJECT, port, hostname });
  const prepared = app.prepare();
  const handle = app.getRequestHandler();
  await prepared;
  const server = createServer(SERVER_BOUNDS, (request, response) => {
    putHeaders(request, response, isSecure);
    if (refuseOdd(request, response)) return;
    notePeer(request, proxyHeader);
    void handle(request, response);
  });
  server.once('error', reportFailure);
  server.listen({ port, host: hostname });

  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

serveWeb().catch(reportFailure);
