import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import type { Call } from './exchange.ts';
import { addressProblem, hostOf, walledLookup, WallProblem } from './wall.ts';

/** An exchange that came to nothing; its message is a sentence for people. */
export class Failure extends Error {}

// Node gives up on a name's first address after 250 ms by default; from India to Europe that is too little.
const PER_ADDRESS_MS = 2_500;

/** Opens a connection, encrypted where the origin says https; throws Failure. No byte of a request leaves in here. */
export function connect({ origin, wall, trust }: Call, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const host = hostOf(origin);
    const isSecure = origin.protocol === 'https:';
    const wallProblem = isIP(host) ? addressProblem(host, wall) : null;
    if (wallProblem) return reject(new Failure(`No connection to the gateway: ${wallProblem}.`));

    const port = Number(origin.port) || (isSecure ? 443 : 80);
    const lookup = walledLookup(wall);
    const target = { host, port, lookup, noDelay: true, autoSelectFamilyAttemptTimeout: PER_ADDRESS_MS };
    const socket = isSecure ? connectTls({ ...target, ...encryption(host, trust) }) : connectPlain(target);
    let isReached = false;
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error instanceof Failure ? error : new Failure(explain(error, isReached)));
    };
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for the socket's life: an error event that nobody listens to ends the process.
    socket.on('error', fail);
    socket.once('close', () => fail(undefined));
    socket.once('connect', () => (isReached = true));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', onAbort);
      // Whatever the lookup said, what counts is who is at the other end.
      const problem = addressProblem(socket.remoteAddress ?? '', wall);
      if (problem) return fail(new Failure(`No connection to the gateway: ${problem}.`));
      resolve(socket);
    });
  });
}

/** Makes what a secure connection trusts: the usual authorities and, where given, one more in PEM. */
export function trustIn(ca?: string): SecureContext {
  // Made once and shared: reading the authorities takes longer than the whole rest of a request.
  const more = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
  return createSecureContext({ minVersion: 'TLSv1.2', ...more });
}

function encryption(host: string, trust: SecureContext) {
  return {
    secureContext: trust,
    servername: isIP(host) ? undefined : host,
    ALPNProtocols: ['http/1.1'],
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch it off.
    rejectUnauthorized: true,
  };
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'its name could not be resolved'],
  ['EAI_AGAIN', 'its name could not be resolved'],
  ['EAI_NODATA', 'its name could not be resolved'],
  ['ECONNREFUSED', 'it refuses connections'],
  ['EHOSTUNREACH', 'its network cannot be reached'],
  ['ENETUNREACH', 'its network cannot be reached'],
  ['ETIMEDOUT', 'it did not respond'],
]);

function explain(error: unknown, isReached: boolean): string {
  if (error instanceof WallProblem) return `No connection to the gateway: ${error.message}.`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isReached && code !== '' && code !== 'ECONNRESET') {
    return `No connection to the gateway: its certificate or encryption cannot be accepted (${code}).`;
  }
  return `No connection to the gateway: ${REASONS.get(code) ?? `it was closed before it stood${code && ` (${code})`}`}.`;
}
