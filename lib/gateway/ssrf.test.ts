import { createServer } from 'node:net';
import type * as dns from 'node:dns';
import { lookup } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { connect, Failure, trustIn } from './connect.ts';
import type { Call } from './exchange.ts';

// Where a name leads is what an attacker chooses, so the test chooses it.
vi.mock('node:dns', async (original) => ({ ...(await original<typeof dns>()), lookup: vi.fn() }));

/** Whatever is reached in spite of the walls is noticed: it listens on every address of this machine. */
let reached = 0;
const listener = createServer((socket) => {
  reached += 1;
  socket.destroy();
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((done) => listener.listen(0, '::', done));
  port = (listener.address() as { port: number }).port;
});
afterAll(() => void listener.close());

const trust = trustIn();
const open = (origin: string) =>
  connect(
    { origin: new URL(origin), wall: { allowPrivate: false, loopbackOnly: false }, trust } as Call,
    AbortSignal.timeout(3_000),
  );

/** Has every name lead to these addresses. */
function lead(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  vi.mocked(lookup).mockImplementation(((_: string, __: unknown, answer: (error: null, all: unknown) => void) =>
    answer(null, found)) as never);
}

/** One machine in many spellings, networks behind it, metadata services, and addresses that only carry another. */
const HOSTS = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.255.255.254',
  ],
  ...[
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
  ],
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '169.254.169.254', '0xa9fea9fe', '2852039166'],
  ...[
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fc00::1]',
    '[2002:7f00:1::]',
    '[::127.0.0.1]',
    '[::ffff:169.254.169.254]',
    '224.0.0.1',
  ],
  ...[
    '255.255.255.255',
    '100.100.100.200',
    '168.63.129.16',
    '１２７.０.０.１',
    '127。0。0。1',
    '①②⑦.0.0.1',
    '127.0.0.1.',
  ],
];

describe('a connection to the gateway', () => {
  it('has a corpus of more than 20 hosts to be kept from', () => expect(new Set(HOSTS).size).toBeGreaterThan(20));

  test.each(HOSTS)('is not made to %s', async (host) => {
    // A spelling that counts as a name is one that leads to this machine.
    lead('127.0.0.1');
    await expect(open(`http://${host}:${port}`)).rejects.toThrow(Failure);
    await expect(open(`https://${host}:${port}`)).rejects.toThrow(/address is (private|reserved)/);
    expect(reached).toBe(0);
  });

  test.each([
    ['one private address', ['10.1.2.3']],
    ['this machine', ['127.0.0.1']],
    ['this machine by IPv6', ['::1']],
    ['a metadata service', ['169.254.169.254']],
    ['a public and a private address, whichever comes first', ['8.8.8.8', '127.0.0.1']],
    ['a private and a public address', ['127.0.0.1', '8.8.8.8']],
    ['an IPv4 address inside IPv6', ['::ffff:127.0.0.1']],
    ['an address that translates to this machine', ['64:ff9b::7f00:1']],
    ['no address at all', []],
  ])('is not made to a name that leads to %s', async (_, addresses) => {
    lead(...addresses);
    await expect(open(`https://gateway.example.com:${port}`)).rejects.toThrow(Failure);
    expect(reached).toBe(0);
  });

  it('is made where the walls let it, so that the above means something', async () => {
    lead('127.0.0.1');
    const wall = { allowPrivate: true, loopbackOnly: true };
    const call = { origin: new URL(`http://localhost:${port}`), wall, trust } as Call;
    (await connect(call, AbortSignal.timeout(3_000))).destroy();
    await vi.waitFor(() => expect(reached).toBe(1));
  });
});
