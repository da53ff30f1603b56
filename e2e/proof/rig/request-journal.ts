import { appendFileSync } from 'node:fs';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';

// Loaded into the sandbox gateway: notes every POST of a payout as it came in and what it was answered, in a file that
// a kill does not take away.
const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const emit = Server.prototype.emit;

Server.prototype.emit = function noting(this: Server, ...args: Parameters<typeof emit>) {
  const [name, request, response] = args as unknown as [string, IncomingMessage, ServerResponse];
  if (name === 'request') follow(request, response);
  return emit.apply(this, args);
} as typeof emit;

function follow(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'POST' || !request.url?.startsWith('/beyag/')) return;
  const { requestid: requestId } = request.headers;
  const port = request.socket.remotePort;
  // From here on the sender may read it, so it counts as told.
  response.once('close', () => {
    const status = response.headersSent ? response.statusCode : null;
    appendFileSync(file, `${JSON.stringify({ requestId, port, status, isWhole: request.complete })}\n`);
  });
}
