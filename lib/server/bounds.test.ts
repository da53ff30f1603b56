import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { filterInput } from '../payouts/filter-input.ts';
import { readSearch } from '../domain/filter.ts';
import { MAX_BODY_BYTES, refuseOdd, SERVER_BOUNDS } from './bounds.ts';
import { readBody } from './read-body.ts';

const seen: string[] = [];
const server = createServer(SERVER_BOUNDS, (request: IncomingMessage, response) => {
  if (refuseOdd(request, response)) return;
  seen.push(request.url ?? '');
  response.end('served');
});

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => server.close(done)));

const say = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let came = '';
    socket.on('data', (chunk) => (came += chunk.toString()));
    socket.on('close', () => resolve(came.split('\r\n')[0]!));
    socket.on('error', () => resolve(came));
    socket.end(bytes);
  });
const get = (target: string, more = '') => say(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`);

describe('the web server', () => {
  test.each(['/', '/payouts', '/payouts?next=//evil.example', '/a//b', '/%5cx'])('serves %s', async (target) => {
    expect(await get(target)).toMatch(/ 200 /);
    expect(seen).toContain(target);
  });

  test.each([
    ...[
      'http://evil.example/payouts',
      'https://localhost/payouts',
      '//evil.example',
      '///x',
      '/\\evil.example',
      '/a\\b',
    ],
    ...['*', 'payouts', 'evil.example:443'],
  ])('refuses the address %s', async (target) => {
    expect(await get(target)).toMatch(/ 400 /);
    expect(seen).not.toContain(target);
  });

  it('refuses endless headers and addresses, and a body that says to be too long', async () => {
    expect(await get('/', `X-Long: ${'x'.repeat(20_000)}\r\n`)).toMatch(/ 431 /);
    expect(await get(`/${'x'.repeat(20_000)}`)).toMatch(/ 431 /);
    expect(await get('/', `Content-Length: ${MAX_BODY_BYTES + 1}\r\n`)).toMatch(/ 413 /);
  });
});

describe('what a request carries', () => {
  it('is read no further than its bound, whatever it says of its length', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const endless = new Request('http://x', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(await readBody(endless, 10_000)).toBeNull();
    expect(sent).toBeLessThan(20_000);
    const short = new Request('http://x', { method: 'POST', body: 'x'.repeat(10_000) });
    expect((await readBody(short, 10_000))?.length).toBe(10_000);
  });

  it('has searches and filters of a bounded length, and a number of words that one query carries', () => {
    expect(readSearch('x'.repeat(200))).toBe('x'.repeat(200));
    expect(readSearch('x'.repeat(201))).toBeUndefined();
    expect(readSearch(' '.repeat(5_000))).toBeUndefined();
    expect(filterInput.safeParse('q=x').success).toBe(true);
    expect(filterInput.safeParse(`q=${'x'.repeat(8_001)}`).success).toBe(false);
    expect(filterInput.safeParse(`state=${'x,'.repeat(3_000)}`).success).toBe(false);
  });
});
