import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { createGatewayClient, type GatewayAccess, type PostOptions } from './client.ts';
import documented from './testing/documented-responses.json' with { type: 'json' };
import { selfSigned } from './testing/self-signed.ts';
import { httpServer, listen, tcpServer, type TrialServer } from './testing/servers.ts';

const client = createGatewayClient({ postDeadlineMs: 5_000, queryDeadlineMs: 5_000, connectMs: 2_000 });
const answer = JSON.stringify(documented.PF);
const requestId = '0d5f0f6e-7c9b-4a53-9b0a-1f3f5a1f2c11';
const secret = 'b8647b68898b084b836474ed8d61ffe117c9a01168d867f24953b776ddcb134d';
const basic = Buffer.from(`362:${secret}`).toString('base64');

const open: TrialServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serving(starting: Promise<TrialServer>): Promise<TrialServer> {
  const server = await starting;
  open.push(server);
  return server;
}

const http = (listener: RequestListener) => serving(httpServer(listener));
const tcp = (onData: (socket: Socket) => void, onConnect?: (socket: Socket) => void) =>
  serving(tcpServer(onData, onConnect));
const access = (host: string): GatewayAccess => ({ host, shopId: '362', secret, allowPrivate: true });
const post = (host: string, options?: PostOptions) =>
  client.postPayout(access(host), '{"request":{}}', requestId, options);

describe('a POST that is answered', () => {
  it('goes out once, as documented, over a connection of its own', async () => {
    const server = await tcp((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`),
    );
    const made = await post(server.origin);
    expect(made).toMatchObject({
      outcome: { kind: 'accepted', snapshot: { uid: documented.PF.transaction.uid, amountMinor: 30000n } },
      httpStatus: 200,
      responseText: answer,
      sentBytes: true,
      retryAfterMs: null,
    });
    const [head = '', body] = server.received.split('\r\n\r\n');
    expect(head.split('\r\n').sort()).toEqual(
      [
        'POST /beyag/transactions/payouts HTTP/1.1',
        `Host: 127.0.0.1:${server.port}`,
        `Authorization: Basic ${basic}`,
        'Accept: application/json',
        'Content-Type: application/json',
        `RequestID: ${requestId}`,
        'Content-Length: 14',
        'Connection: close',
      ].sort(),
    );
    expect(body).toBe('{"request":{}}');
    expect(server.connections).toBe(1);
  });

  test.each([
    ['empty', 200, '', 'unknown'],
    ['HTML', 200, '<html></html>', 'unknown'],
    ['HTML', 502, '<html></html>', 'unknown'],
    ['a byte order mark', 200, `\uFEFF${answer}`, 'accepted'],
    ['a refusal', 422, '{"message":"Unprocessable entity"}', 'refused'],
    ['wrong credentials', 401, '{"message":"Unauthorized"}', 'unauthorised'],
    ['too fast', 429, '', 'throttled'],
    ['still running', 409, '{"message":"Conflict"}', 'unknown'],
  ])('with %s and %i', async (_name, status, body, kind) => {
    const server = await http((_request, response) => response.writeHead(status, { 'Retry-After': '3' }).end(body));
    const made = await post(server.origin);
    expect(made).toMatchObject({ outcome: { kind }, httpStatus: status, sentBytes: true, retryAfterMs: 3_000 });
    expect(server.connections).toBe(1);
  });

  test.each([301, 302, 303, 307, 308])('by a redirect of %i is not followed', async (status) => {
    const elsewhere = await http((_request, response) => response.end(answer));
    const server = await http((_request, response) =>
      response.writeHead(status, { Location: `${elsewhere.origin}/x` }).end(),
    );
    expect(await post(server.origin)).toMatchObject({ outcome: { kind: 'unknown' }, httpStatus: status });
    expect(elsewhere.connections).toBe(0);
  });

  it('a little late is still believed', async () => {
    const server = await http((_request, response) => setTimeout(() => response.end(answer), 300));
    const made = await post(server.origin);
    expect(made.outcome.kind).toBe('accepted');
    expect(made.elapsedMs).toBeGreaterThanOrEqual(290);
  });

  it('in pieces that cut a letter in two is put together', async () => {
    const bytes = Buffer.from(JSON.stringify({ transaction: { ...documented.PF.transaction, message: '₹₹₹' } }));
    const server = await http((_request, response) => {
      response.write(bytes.subarray(0, bytes.indexOf('₹') + 1));
      setTimeout(() => response.end(bytes.subarray(bytes.indexOf('₹') + 1)), 30);
    });
    expect(await post(server.origin)).toMatchObject({ outcome: { kind: 'accepted', snapshot: { message: '₹₹₹' } } });
  });
});

describe('a POST that may have been accepted is unknown', () => {
  const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`;
  const reset = (socket: Socket): unknown => socket.resetAndDestroy();
  test.each<[string, (socket: Socket) => unknown, number | null]>([
    ['the connection is reset after the request', reset, null],
    ['the connection is closed after the request', (socket) => socket.end(), null],
    ['the answer is cut in its head', (socket) => socket.end(whole.slice(0, 20)), null],
    ['the answer is cut in its body', (socket) => socket.end(whole.slice(0, -1)), 200],
    [
      'a refusal is cut in its body',
      (socket) => socket.end('HTTP/1.1 422 X\r\nContent-Length: 99\r\n\r\n{"message":"x"}'),
      422,
    ],
    [
      'the chunks have no end',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"tra\r\n`),
      200,
    ],
    ['the answer is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), null],
    ['the head is endless', (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`), null],
    [
      'the protocol is switched',
      (socket) => socket.end('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      null,
    ],
    ['only "continue" comes', (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n'), null],
  ])('when %s', async (_name, onData, httpStatus) => {
    const server = await tcp(onData);
    const made = await post(server.origin);
    expect(made).toMatchObject({ outcome: { kind: 'unknown' }, httpStatus, sentBytes: true });
    expect(server.received).toContain('{"request":{}}');
    expect(server.connections).toBe(1);
    if (made.outcome.kind === 'unknown') expect(made.outcome.error.message).toMatch(/^The .*gateway.*\.$/);
  });

  it('when the connection is reset before the request was read', async () => {
    const server = await tcp(
      () => undefined,
      (socket) => socket.resetAndDestroy(),
    );
    // The system may report the reset before or after our write; only a write never begun is "not sent".
    const made = await post(server.origin);
    expect(made.outcome.kind).toBe(made.sentBytes ? 'unknown' : 'not_sent');
  });

  it('when no answer comes in time', async () => {
    const server = await tcp(() => undefined);
    const made = await post(server.origin, { deadlineMs: 200 });
    expect(made).toMatchObject({
      outcome: { kind: 'unknown', error: { message: 'The gateway did not answer within 0.2 seconds.' } },
      httpStatus: null,
      responseText: null,
      sentBytes: true,
    });
    expect(made.elapsedMs).toBeLessThan(2_000);
  });

  it('when the answer drips on past the deadline', async () => {
    const server = await http((_request, response) => {
      response.writeHead(200, { 'Retry-After': '9' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const made = await post(server.origin, { deadlineMs: 300 });
    expect(made).toMatchObject({ outcome: { kind: 'unknown', retryAfterMs: 9_000 }, httpStatus: 200 });
    expect(made.responseText).toMatch(/^ +$/);
    expect(made.elapsedMs).toBeLessThan(2_000);
  });

  it('when the answer is larger than 1 MB, of which 64 KB are kept', async () => {
    const server = await http((_request, response) => {
      response.end(`{"transaction":${JSON.stringify(documented.PF.transaction)},"x":"${'x'.repeat(3_000_000)}"}`);
    });
    const made = await post(server.origin);
    expect(made).toMatchObject({
      outcome: { kind: 'unknown', error: { message: expect.stringContaining('1 MB') as string } },
    });
    expect(made.responseText).toHaveLength(64 * 1024);
  });

  it('when it is stopped from here after the request left', async () => {
    const stop = new AbortController();
    const server = await tcp(() => stop.abort());
    expect(await post(server.origin, { signal: stop.signal })).toMatchObject({
      outcome: { kind: 'unknown' },
      sentBytes: true,
    });
  });
});

describe('a POST of which no byte left is not sent', () => {
  it('when the connection is refused', async () => {
    const server = await httpServer(() => undefined);
    await server.close();
    expect(await post(server.origin)).toMatchObject({
      outcome: { kind: 'not_sent', error: { message: 'No connection to the gateway: it refuses connections.' } },
      httpStatus: null,
      sentBytes: false,
    });
  });

  it('when the name is unknown', async () => {
    expect(await post('https://gateway.invalid')).toMatchObject({
      outcome: {
        kind: 'not_sent',
        error: { message: 'No connection to the gateway: its name could not be resolved.' },
      },
    });
  });

  it('when the right to send ended while connecting', async () => {
    const server = await tcp(() => undefined);
    for (const stillAllowed of [
      () => false,
      () => {
        throw new Error('database gone');
      },
      () => Promise.resolve(true) as unknown as boolean,
    ]) {
      expect(await post(server.origin, { stillAllowed })).toMatchObject({
        outcome: { kind: 'not_sent' },
        sentBytes: false,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([server.connections, server.received]).toEqual([3, '']);
  });

  it('when the deadline passed while the process stood still', async () => {
    const server = await tcp(() => undefined);
    const stillAllowed = (): boolean => {
      const wakeAt = performance.now() + 250;
      while (performance.now() < wakeAt);
      return true;
    };
    expect(await post(server.origin, { deadlineMs: 200, stillAllowed })).toMatchObject({
      outcome: { kind: 'not_sent' },
      sentBytes: false,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.received).toBe('');
  });

  it('when it is stopped from here before', async () => {
    const server = await tcp(() => undefined);
    expect(await post(server.origin, { signal: AbortSignal.abort() })).toMatchObject({ outcome: { kind: 'not_sent' } });
    expect(server.connections).toBe(0);
  });

  test.each([
    ['a private address without leave', { host: 'http://127.0.0.1:9', allowPrivate: false }, /private/],
    ['a name of a private address without leave', { host: 'https://localhost:9', allowPrivate: false }, /private/],
    ['the metadata service', { host: 'https://169.254.169.254' }, /reserved/],
    ['a number for an address', { host: 'https://2130706433:9', allowPrivate: false }, /private/],
    ['a host with a path', { host: 'https://api.example.test/x' }, /path/],
    ['plain HTTP', { host: 'http://api.example.test' }, /https/],
    ['rubbish for a host', { host: 'nonsense' }, /https/],
    ['a colon in the shop id', { shopId: '3:62' }, /colon/],
  ])('when it asks for %s', async (_name, change, message) => {
    const server = await tcp(() => undefined);
    const made = await client.postPayout({ ...access(server.origin), ...change }, '{}', requestId);
    expect(made).toMatchObject({ outcome: { kind: 'not_sent' }, sentBytes: false, httpStatus: null });
    if (made.outcome.kind === 'not_sent') expect(made.outcome.error.message).toMatch(message);
    expect(server.connections).toBe(0);
  });

  it('when the RequestID would break out of its header', async () => {
    const server = await tcp(() => undefined);
    const made = await client.postPayout(access(server.origin), '{}', 'a\r\nX: y');
    expect(made).toMatchObject({ outcome: { kind: 'not_sent' }, sentBytes: false });
    expect(server.received).toBe('');
  });
});

describe('encryption', () => {
  const trusted = selfSigned(['127.0.0.1'], ['localhost']);
  const tls = async (pems: { cert: string; key: string }) => {
    const server = await serving(listen(createTlsServer(pems, (_request, response) => response.end(answer))));
    return `https://127.0.0.1:${server.port}`;
  };

  it('with a trusted certificate carries a POST', async () => {
    const host = await tls(trusted);
    const trusting = createGatewayClient({ ca: trusted.cert });
    const stand = await trusting.postPayout(access(host), '{}', requestId);
    expect(stand).toMatchObject({ outcome: { kind: 'accepted' }, sentBytes: true });
    const byName = await trusting.postPayout(access(host.replace('127.0.0.1', 'localhost')), '{}', requestId);
    expect(byName).toMatchObject({ outcome: { kind: 'accepted' } });
  });

  test.each([
    ['of its own making', trusted, false],
    ['for another name', selfSigned(['127.0.0.2'], ['other.example.test']), true],
    ['that has expired', selfSigned(['127.0.0.1'], ['localhost'], -1), true],
  ])('with a certificate %s sends nothing', async (_name, pems, isTrusted) => {
    const host = await tls(pems);
    const strict = createGatewayClient({ ca: isTrusted ? pems.cert : undefined });
    const made = await strict.postPayout(access(host), '{}', requestId);
    expect(made).toMatchObject({ outcome: { kind: 'not_sent' }, sentBytes: false });
    if (made.outcome.kind === 'not_sent') expect(made.outcome.error.message).toMatch(/certificate/);
  });

  it('cannot be switched off by the environment', async () => {
    const host = await tls(trusted);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await post(host)).toMatchObject({ outcome: { kind: 'not_sent' } });
    vi.unstubAllEnvs();
  });

  it('that the other side does not speak, or ends, sends nothing', async () => {
    const plain = await http((_request, response) => response.end(answer));
    const closing = await tcp((socket) => socket.resetAndDestroy());
    for (const server of [plain, closing]) {
      expect(await post(server.origin.replace('http:', 'https:'))).toMatchObject({
        outcome: { kind: 'not_sent' },
        sentBytes: false,
      });
      expect(server.received).not.toContain('RequestID');
    }
  });

  it('that never comes about ends with the time for connecting', async () => {
    const silent = await tcp(() => undefined);
    const hasty = createGatewayClient({ connectMs: 200 });
    const made = await hasty.postPayout(access(silent.origin.replace('http:', 'https:')), '{}', requestId);
    expect(made).toMatchObject({
      outcome: { kind: 'not_sent', error: { message: 'No connection to the gateway within 0.2 seconds.' } },
      sentBytes: false,
    });
  });
});

describe('a query', () => {
  it('by uid or tracking id goes to its documented path, the id encoded', async () => {
    const paths: string[] = [];
    const server = await http((request, response) => {
      paths.push(`${request.method} ${request.url} ${request.headers.authorization === `Basic ${basic}`}`);
      response.end(JSON.stringify({ transactions: [] }));
    });
    const reach = access(server.origin);
    expect(await client.queryByTrackingId(reach, 'a/b?c#d e')).toMatchObject({ outcome: { kind: 'not_found' } });
    expect(await client.queryByUid(reach, '..')).toMatchObject({ outcome: { kind: 'failed' }, httpStatus: 200 });
    await client.queryByUid(reach, 'a\uD800');
    expect(paths).toEqual([
      'GET /beyag/transactions/tracking_id/a%2Fb%3Fc%23d%20e true',
      'GET /beyag/transactions/%2E%2E true',
      'GET /beyag/transactions/a%EF%BF%BD true',
    ]);
  });

  it('finds a payout', async () => {
    const server = await http((_request, response) => response.end(answer));
    expect(await client.queryByUid(access(server.origin), documented.PF.transaction.uid)).toMatchObject({
      outcome: { kind: 'found', snapshot: { trackingId: 'your_uniq_number' } },
      httpStatus: 200,
    });
  });

  test.each<[string, (socket: Socket) => unknown]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['cut', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"transactions":[]}')],
    ['late', () => undefined],
  ])('whose answer is %s has failed, which says nothing about the payout', async (_name, onData) => {
    const server = await tcp(onData);
    const made = await client.queryByTrackingId(access(server.origin), 't-1', { deadlineMs: 300 });
    expect(made.outcome.kind).toBe('failed');
    expect(server.connections).toBe(1);
  });

  it('has failed where there is no connection', async () => {
    expect(await client.queryByUid(access('https://gateway.invalid'), 'u-1')).toMatchObject({
      outcome: { kind: 'failed', error: { httpStatus: null } },
      sentBytes: false,
    });
  });
});

describe('secrets', () => {
  it('that come back in an answer are kept nowhere', async () => {
    const server = await http((request, response) => {
      const echo = `${request.headers.authorization} ${secret}`;
      response.writeHead(422).end(JSON.stringify({ message: echo, errors: { request: { [secret]: [echo] } } }));
    });
    const made = await post(server.origin);
    expect(made.outcome.kind).toBe('refused');
    const kept = JSON.stringify(made);
    expect(kept).toContain('••••');
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(basic);
  });
});
