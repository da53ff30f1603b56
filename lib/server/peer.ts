/**
 * Gives the address a call came from, for the audit row: the last entry of X-Forwarded-For, which the server or proxy
 * nearest to us wrote. Anything before it was written by the caller.
 */
export function addressOf(headers: Headers): string | undefined {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || undefined;
}
