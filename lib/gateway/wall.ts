import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

export interface Wall {
  /** Loopback and private networks may be reached: sandbox connections only. */
  allowPrivate: boolean;
  /** Nothing but this machine may be reached: plain HTTP. */
  loopbackOnly: boolean;
}

const NEVER = blockList(
  // "This network", link-local (cloud metadata), documentation, benchmarks, multicast and reserved.
  ['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  // Metadata services of two clouds outside the link-local range, and one inside the private range of IPv6.
  ['100.100.100.200/32', '168.63.129.16/32', 'fd00:ec2::/32'],
  // IPv6 that only carries an IPv4 address or is not for use: Teredo and kin, documentation, 6to4.
  ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);
const PRIVATE = blockList(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);
const GLOBAL_IPV6 = blockList(['2000::/3']);

/** Says why an address must not be spoken to; null where it may. */
export function addressProblem(address: string, wall: Wall): string | null {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const within = (ranges: BlockList): boolean => ranges.check(address, family);
  const isPrivate = within(LOOPBACK) || within(PRIVATE);
  if (!isIP(address) || within(NEVER) || (family === 'ipv6' && !isPrivate && !within(GLOBAL_IPV6))) {
    return 'its address is reserved and never used by a gateway';
  }
  if (isPrivate && !wall.allowPrivate) return 'its address is private, which only a sandbox connection may use';
  if (wall.loopbackOnly && !within(LOOPBACK)) return 'without https only this machine itself may be spoken to';
  return null;
}

/** Says what is wrong with a gateway's host as typed (an origin such as https://api.constantpos.com); null where nothing. */
export function hostProblem(host: string): string | null {
  const url = URL.canParse(host) ? new URL(host) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.hostname === '') {
    return 'Write the host as https:// and a name, for example https://api.constantpos.com.';
  }
  if (url.username || url.password) return 'The host must not contain a user name or password.';
  if (
    host
      .replace(/\/$/, '')
      .replace(/^[a-z]+:\/\//i, '')
      .search(/[/?#\\\s]/) >= 0
  ) {
    return 'The host must end after the name and port: remove path, question mark and blanks.';
  }
  if (url.protocol === 'http:' && !isLoopbackName(hostOf(url))) {
    return 'Without https the secret key could be read on the way: write https://.';
  }
  return null;
}

/** Gives a URL's host name or bare IP address, IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Makes a `lookup` that hands on a name's addresses only if each of them may be spoken to, so a rebound name does not help. */
export function walledLookup(wall: Wall): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
      for (const { address } of addresses) {
        const problem = addressProblem(address, wall);
        if (problem) return callback(new WallProblem(problem), []);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** An address behind the wall; its message completes "No connection to the gateway: …". */
export class WallProblem extends Error {}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || (isIP(name) !== 0 && LOOPBACK.check(name, isIPv6(name) ? 'ipv6' : 'ipv4'));
}

function blockList(...ranges: string[][]): BlockList {
  const list = new BlockList();
  for (const range of ranges.flat()) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return list;
}
