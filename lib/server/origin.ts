import { Problem } from '../domain/problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Gives the origins this console is opened under: that of its public address; on one's own machine its other names too. */
export function ownOrigins(publicUrl: string): string[] {
  const { protocol, hostname, port, origin } = new URL(publicUrl);
  if (!LOOPBACK.includes(hostname)) return [origin];
  return LOOPBACK.map((name) => `${protocol}//${name}${port && `:${port}`}`);
}

/**
 * Refuses a call that another site's page may have made: without `Origin`, with `null`, or with any origin but our own.
 * The host that was asked counts for nothing: a page whose name was rebound to this machine asks under its own name.
 * Throws `forbidden`.
 */
export function assertOwnOrigin(headers: Headers, publicUrl: string): void {
  const origin = headers.get('origin');
  // Browsers say it beside the origin, and no page can write it.
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  if (origin && ownOrigins(publicUrl).includes(origin) && site === 'same-origin') return;
  throw new Problem(
    'forbidden',
    `This request did not come from a page of this console. Open ${publicUrl} and try again.`,
  );
}
