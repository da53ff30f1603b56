import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** The one header that says where a call came from; this process writes it over whatever the caller sent. */
const PEER_HEADER = 'x-paydesk-peer';
const LONGEST = 64;

/**
 * Notes on a request where it came from, before anything else reads it: the address of the socket, or what the
 * operator's proxy wrote into `trustedHeader`. Of a list only the last entry is the proxy's; the caller wrote the rest.
 */
export function notePeer(request: IncomingMessage, trustedHeader?: string): void {
  const told = trustedHeader && [request.headers[trustedHeader.toLowerCase()]].flat().at(-1)?.split(',').at(-1)?.trim();
  const address = told || request.socket.remoteAddress;
  delete request.headers[PEER_HEADER];
  if (address) request.headers[PEER_HEADER] = address.slice(0, LONGEST);
}

/** Gives the address a call came from, as `notePeer` found it; an IPv4 address inside IPv6 is given as IPv4. */
export function addressOf(headers: Headers): string | undefined {
  const address = headers.get(PEER_HEADER)?.slice(0, LONGEST);
  return address?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '') || undefined;
}

/** Gives the network an address belongs to, which is what one attacker has many addresses of: a /24 or a /64. */
export function addressPrefix(address: string | undefined): string {
  if (!address) return 'unknown';
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return 'unknown';
  // The parser of URLs writes every form of an address the same way.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
