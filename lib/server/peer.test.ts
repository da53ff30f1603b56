import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, addressPrefix, notePeer } from './peer.ts';

function peerOf(
  sent: Record<string, string>,
  { trusted, socket = '203.0.113.9' as string | undefined } = {} as {
    trusted?: string;
    socket?: string;
  },
): string | undefined {
  const request = { headers: { ...sent }, socket: { remoteAddress: socket } } as unknown as IncomingMessage;
  notePeer(request, trusted);
  return addressOf(new Headers(request.headers as Record<string, string>));
}

describe('where a call came from', () => {
  it('is the address of the socket, whatever the caller writes', () => {
    const forged = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'x-paydesk-peer', 'x-client-ip'];
    for (const name of forged) expect(peerOf({ [name]: '6.6.6.6' })).toBe('203.0.113.9');
    expect(peerOf({}, { socket: '::ffff:10.1.2.3' })).toBe('10.1.2.3');
  });

  it('is what the named proxy wrote, and of a list only its own entry', () => {
    const trusted = 'X-Forwarded-For';
    expect(peerOf({ 'x-forwarded-for': '6.6.6.6, 198.51.100.7' }, { trusted })).toBe('198.51.100.7');
    expect(peerOf({ 'x-paydesk-peer': '6.6.6.6' }, { trusted })).toBe('203.0.113.9');
    expect(peerOf({ 'x-real-ip': '6.6.6.6', 'x-forwarded-for': '198.51.100.7' }, { trusted })).toBe('198.51.100.7');
  });

  it('is unknown where nobody noted it', () => {
    expect(addressOf(new Headers({ 'x-forwarded-for': '6.6.6.6' }))).toBeUndefined();
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.200', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['made up', 'unknown'],
    [undefined, 'unknown'],
  ])('%s is in %s', (address, prefix) => expect(addressPrefix(address)).toBe(prefix));
});
