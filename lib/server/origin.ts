import { Problem } from '../domain/problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Gives the origins this console is opened under: that of its public address; on one's own machine its other names too. */
export function ownOrigins(publicUrl: string): string[] {
  const { protocol, hostname, port, origin } = new URL(publicUrl);
  if (!LOOPBACK.includes(hostname)) return [origin];
  return LOOPBACK.map((name) => `${protocol}//${name}${port && `:${port}`}`);
}

/**
 * Refuses a call that another site's page may have made: without `Origin`, with `null`, or with an origin that is
 * neither ours nor that of the host asked. Throws `forbidden`.
 */
export function assertOwnOrigin(headers: Headers, publicUrl: string): void {
  const origin = headers.get('origin');
  if (
    origin &&
    origin !== 'null' &&
    (ownOrigins(publicUrl).includes(origin) || hostOf(origin) === headers.get('host'))
  ) {
    return;
  }
  throw new Problem(
    'forbidden',
    'This request did not come from a page of this console. Open the console and try again.',
  );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
