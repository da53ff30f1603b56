import { describe, expect, it, test } from 'vitest';
import { addressProblem, hostProblem, walledLookup } from './wall.ts';

const open = { allowPrivate: true, loopbackOnly: false };
const walled = { allowPrivate: false, loopbackOnly: false };

describe('an address', () => {
  test.each(['8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.0.1', '2606:4700::1111'])(
    '%s may be spoken to',
    (ip) => {
      expect(addressProblem(ip, walled)).toBeNull();
      expect(addressProblem(ip, { ...open, loopbackOnly: true })).not.toBeNull();
    },
  );

  test.each(['127.0.0.1', '127.9.9.9', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'])(
    '%s only by a sandbox connection',
    (ip) => {
      expect(addressProblem(ip, walled)).toMatch(/private/);
      expect(addressProblem(ip, open)).toBeNull();
      expect(addressProblem(`::ffff:${ip}`, walled)).not.toBeNull();
    },
  );

  test.each(['::1', 'fc00::1', 'fdff::1'])('%s only by a sandbox connection', (ip) => {
    expect(addressProblem(ip, walled)).toMatch(/private/);
    expect(addressProblem(ip, open)).toBeNull();
  });

  test.each([
    ...['0.0.0.0', '0.1.2.3', '169.254.169.254', '192.0.0.192', '100.100.100.200', '168.63.129.16', '224.0.0.1'],
    ...['255.255.255.255', '240.0.0.1', '198.18.0.1', '203.0.113.1', '::', 'fe80::1', 'fe80::1%eth0', 'ff02::1'],
    ...['fd00:ec2::254', '2002:7f00:1::1', '2001:db8::1', '2001::1', '64:ff9b::7f00:1', '::ffff:169.254.169.254'],
    ...['::ffff:8.8.8.8', '', 'localhost', '1.2.3'],
  ])('%j never', (ip) => {
    expect(addressProblem(ip, open)).not.toBeNull();
    expect(addressProblem(ip, walled)).not.toBeNull();
  });

  it('without https is this machine or none', () => {
    const plain = { allowPrivate: true, loopbackOnly: true };
    expect(addressProblem('127.0.0.1', plain)).toBeNull();
    expect(addressProblem('::1', plain)).toBeNull();
    expect(addressProblem('10.0.0.1', plain)).toMatch(/https/);
  });
});

describe('a host', () => {
  test.each([
    'https://api.constantpos.com',
    'https://api.constantpos.com/',
    'https://api.constantpos.com:8443',
    'HTTPS://API.constantpos.com',
    'http://127.0.0.1:4010',
    'http://localhost:4010',
    'http://[::1]:4010',
  ])('%s is one', (host) => {
    expect(hostProblem(host)).toBeNull();
  });

  test.each([
    ['', /https:\/\//],
    ['api.constantpos.com', /https:\/\//],
    ['ftp://api.constantpos.com', /https:\/\//],
    ['https://', /https:\/\//],
    ['https://user@api.constantpos.com', /user name/],
    ['https://user:pw@api.constantpos.com', /user name/],
    ['https://api.constantpos.com/beyag', /end after/],
    ['https://api.constantpos.com//', /end after/],
    ['https://api.constantpos.com/..', /end after/],
    ['https://api.constantpos.com?a=1', /end after/],
    ['https://api.constantpos.com#', /end after/],
    ['https:\\\\api.constantpos.com', /end after|https:\/\//],
    [' https://api.constantpos.com', /end after/],
    ['http://api.constantpos.com', /secret key/],
    ['http://localhost.example.test', /secret key/],
    ['http://127.0.0.1.example.test', /secret key/],
    ['http://10.0.0.1', /secret key/],
    ['http://0.0.0.0', /secret key/],
  ])('%j is none', (host, message) => {
    expect(hostProblem(host)).toMatch(message);
  });
});

describe('a name', () => {
  const find = (name: string, wall: typeof open, all: boolean) =>
    new Promise((resolve) => {
      walledLookup(wall)(name, { all }, (error, address) => resolve(error ? error.message : address));
    });

  it('that leads to a private address is not resolved for a live connection', async () => {
    expect(await find('localhost', walled, true)).toMatch(/private/);
    expect(await find('localhost', walled, false)).toMatch(/private/);
  });

  it('is resolved in both forms a connection may ask for', async () => {
    expect(await find('localhost', open, true)).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: expect.stringMatching(/^(127\.|::1)/) as string })]),
    );
    expect(await find('localhost', open, false)).toMatch(/^(127\.|::1)/);
  });
});
