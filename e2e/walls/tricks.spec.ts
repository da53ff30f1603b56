import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { BASE_URL, E2E } from '#e2e/support/settings.ts';
import { ask, inTurns, sendRaw } from './ask.ts';
import { ASKERS, plant, type Planted } from './planted.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const FOREIGN: Record<string, Record<string, string>> = {
  foreign: { origin: 'https://evil.example' },
  missing: {},
  null: { origin: 'null' },
  empty: { origin: '' },
  'of a rebound name': { origin: 'http://evil.example', host: 'evil.example' },
  'that a made-up proxy vouches for': { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  'of another port': { origin: 'http://localhost:1' },
  'with more behind it': { origin: `${BASE_URL}.evil.example` },
  'ours, but another site asks': { origin: BASE_URL, 'sec-fetch-site': 'cross-site' },
};
/** Actions that people use before they are signed in; each is guarded by what it is given. */
const OPEN = ['signIn', 'signOut', 'join'];

let planted: Planted;
test.beforeAll(async () => {
  planted = await plant();
});

interface Action {
  id: string;
  name: string;
}

/** Every server action of the build, by the id that a browser sends. */
function findActions(): Action[] {
  const file = join(PROJECT, '.next/server/server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as { node: Record<string, { exportedName?: string }> };
  return Object.entries(node).map(([id, { exportedName = '' }]) => ({ id, name: exportedName }));
}

function actionsWritten(): number {
  const files = readdirSync(join(PROJECT, 'app'), { recursive: true, withFileTypes: true }).filter(
    ({ name }) => name === 'actions.ts',
  );
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
  return texts.join('\n').match(/^export const \w+ =/gm)?.length ?? 0;
}

const call = (action: string, headers: Record<string, string>, path = '/sign-in', body = '[{}]') =>
  ask('POST', path, { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8', ...headers }, body);

test('every action refuses a foreign, missing or null origin, whoever is signed in', async () => {
  const actions = findActions();
  expect(actions.length).toBeGreaterThanOrEqual(actionsWritten());
  const calls = actions.flatMap((action) =>
    Object.entries(FOREIGN).map(([kind, headers]) => ({ action, kind, headers })),
  );
  const wrong: string[] = [];
  await inTurns(calls, async ({ action, kind, headers }) => {
    const answer = await call(action.id, { cookie: planted.cookies.admin, ...headers });
    const isRefused = answer.status >= 400 || answer.body.includes('did not come from a page of this console');
    if (!isRefused || answer.body.includes('"ok":true'))
      wrong.push(`${action.name}, origin ${kind}: ${answer.status} ${answer.body}`);
    if (answer.headers['set-cookie']) wrong.push(`${action.name}, origin ${kind}: sets a cookie`);
  });
  expect(wrong).toEqual([]);
});

test('no action does anything for nobody', async () => {
  const wrong: string[] = [];
  await inTurns(findActions(), async ({ id, name }) => {
    const answer = await call(id, { origin: BASE_URL });
    if (OPEN.includes(name)) return;
    if (!answer.body.includes('"unauthenticated"'))
      wrong.push(`${name}: ${answer.status} ${answer.body.slice(0, 300)}`);
  });
  expect(wrong).toEqual([]);
});

test('an action that does not exist, or asked for in another way, is nothing', async () => {
  const [one] = findActions();
  const signedIn = { cookie: planted.cookies.admin, origin: BASE_URL };
  for (const id of ['', '0', 'x'.repeat(42), `${one!.id}00`, '__proto__', 'constructor', '$ACTION_ID_x']) {
    const answer = await call(id, signedIn);
    expect(answer.body, id).not.toContain('"ok":');
  }
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
    const headers = { ...signedIn, 'next-action': one!.id, 'content-type': 'text/plain;charset=UTF-8' };
    expect(
      (await ask(method, '/sign-in', headers, method === 'GET' || method === 'HEAD' ? '' : '[{}]')).body,
    ).not.toContain('"ok":');
  }
  // A form of another site may send these three kinds without being asked first.
  for (const type of ['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'text/plain']) {
    const body = `--x\r\nContent-Disposition: form-data; name="$ACTION_ID_${one!.id}"\r\n\r\n\r\n--x--\r\n`;
    const headers = { cookie: planted.cookies.admin, origin: 'null', 'content-type': type };
    expect((await ask('POST', '/sign-in', headers, body)).body).not.toContain('"ok":true');
  }
});

test('a route that changes something refuses the same origins', async () => {
  for (const [kind, headers] of Object.entries(FOREIGN)) {
    const answer = await ask(
      'POST',
      '/api/exports',
      { cookie: planted.cookies.checker, ...headers },
      'filter=&reason=Walls',
    );
    expect(answer.status, kind).toBe(403);
    expect(answer.body, kind).not.toContain('Planted');
  }
});

const HEADERS: Record<string, string>[] = [
  { 'x-middleware-subrequest': 'middleware' },
  { 'x-middleware-subrequest': 'src/middleware' },
  { 'x-middleware-subrequest': Array(5).fill('middleware').join(':') },
  { 'x-middleware-subrequest': Array(5).fill('src/proxy').join(':') },
  { 'x-middleware-subrequest': 'pages/_middleware', 'x-middleware-subrequest-id': '0' },
  { 'x-middleware-rewrite': '/payouts' },
  { 'x-middleware-next': '1' },
  { 'x-middleware-prefetch': '1' },
  { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': 'paydesk.session_token=x' },
  { 'x-middleware-set-cookie': 'paydesk.session_token=x' },
  { 'x-nextjs-data': '1' },
  { 'x-matched-path': '/payouts' },
  { 'x-invoke-path': '/payouts', 'x-invoke-status': '200', 'x-invoke-output': '/payouts' },
  { 'x-now-route-matches': '1=payouts' },
  { 'x-prerender-revalidate': '1', 'x-prerender-bypass': '1' },
  { 'next-resume': '1' },
  { 'x-next-cache-tags': '_N_T_/payouts' },
  { 'x-original-url': '/api/health', 'x-rewrite-url': '/api/health' },
  { 'x-http-method-override': 'GET', 'x-forwarded-uri': '/api/health' },
  { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' },
  { 'x-paydesk-peer': '127.0.0.1' },
  { authorization: 'Basic YWRtaW46YWRtaW4=' },
  { 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D', rsc: '1' },
  { 'next-router-prefetch': '2', rsc: '1', 'next-router-segment-prefetch': '/_full' },
  { 'next-url': '/payouts', rsc: '1' },
  { cookie: 'paydesk.session_token=; __prerender_bypass=1; __next_preview_data=1' },
];

test('headers that framework bugs trusted open nothing', async () => {
  const targets = ['/payouts', `/payouts/${planted.payoutId}`, '/settings/people', '/api/payouts', '/api/exports'];
  const calls = HEADERS.flatMap((headers) => targets.map((path) => ({ headers, path })));
  const wrong: string[] = [];
  await inTurns(calls, async ({ headers, path }) => {
    const answer = await ask('GET', path, headers);
    if (planted.secrets.some((secret) => answer.body.includes(secret)))
      wrong.push(`${path} ${JSON.stringify(headers)}`);
    // The framework answers a prefetch with nothing, and leads the router's form of an address to itself.
    const isNothing = ['', '{}'].includes(answer.body.trim()) && [200, 307].includes(answer.status);
    if (path.startsWith('/api') && answer.status !== 401 && !isNothing)
      wrong.push(`${path} ${JSON.stringify(headers)} ${answer.status}`);
    if (leadsAway(answer.headers.location)) wrong.push(`${path} leads to ${String(answer.headers.location)}`);
  });
  expect(wrong).toEqual([]);
});

// `http://localhost:3000//x`, `//x` and `/\x` all leave the console.
const leadsAway = (location: unknown): boolean => {
  if (typeof location !== 'string') return false;
  const url = new URL(location, BASE_URL);
  return url.origin !== new URL(BASE_URL).origin || /^[/\\]{2}/.test(location);
};

const ODD_PATHS = [
  ...['//payouts', '///payouts', '/./payouts', '/x/../payouts', '/%70ayouts', '/payouts%2f', '/payouts%00', '/PAYOUTS'],
  ...[
    '/payouts;x',
    '/payouts/.',
    '/payouts/%2e',
    '/%2e/payouts',
    '/payouts?x=/sign-in',
    '/sign-in/../payouts',
    '/en/payouts',
  ],
  ...['/_next/../payouts', '/_next/static/../../payouts', '/_next/data/x/payouts.json', '/_next/data/x/index.json'],
  ...[
    '/_next/image?url=%2Fapi%2Fpayouts&w=64&q=75',
    '/_next/image?url=%2Fpayouts&w=64&q=75',
    '/payouts.json',
    '/payouts.html',
  ],
  ...[
    '/payouts.txt',
    '/payouts/index.rsc',
    '/index.rsc',
    '/payouts.segments/_full.segment.rsc',
    '/__nextjs_original-stack-frame',
  ],
  ...[
    '//evil.example/payouts',
    '/\\evil.example',
    '//evil.example/..',
    '/%5cevil.example/',
    '/%2f%2fevil.example/',
    '////evil.example',
  ],
  ...[
    '/.next/server/app-paths-manifest.json',
    '/.env',
    '/.data/keys/app.key',
    '/../package.json',
    '/%2e%2e/package.json',
  ],
  ...['/_next/static/%2e%2e/server/server-reference-manifest.json', '/api/auth/get-session', '/api/auth/sign-up/email'],
  ...['/api/payouts/', '/api//payouts', '/api/payouts.rsc', '/api/payouts%2f', '/api/./payouts', '/API/payouts'],
];

test('odd paths open nothing and lead nowhere else', async () => {
  const wrong: string[] = [];
  await inTurns(ODD_PATHS, async (path) => {
    const answer = await ask('GET', path);
    if (planted.secrets.some((secret) => answer.body.includes(secret))) wrong.push(`${path} shows what is planted`);
    if (leadsAway(answer.headers.location)) wrong.push(`${path} leads to ${String(answer.headers.location)}`);
    if (answer.status >= 500) wrong.push(`${path} answers ${answer.status}`);
    if (/paydesk|dependencies|encryptionKey/.test(answer.body) && !answer.headers['content-type']?.includes('html'))
      wrong.push(`${path} shows a file`);
  });
  expect(wrong).toEqual([]);
});

test('odd requests open nothing: absolute address, upgrade, two lengths, endless headers', async () => {
  const host = `Host: localhost:${E2E.port}\r\n`;
  const requests = [
    `GET ${BASE_URL}/payouts HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    `GET http://evil.example/payouts HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    `GET http://127.0.0.1:${E2E.pgPort}/ HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    `CONNECT 127.0.0.1:${E2E.pgPort} HTTP/1.1\r\n${host}\r\n`,
    `OPTIONS * HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    `GET /payouts HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n`,
    `GET http://127.0.0.1:${E2E.sandboxPort}/ HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    `GET /payouts HTTP/1.1\r\n${host}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    `GET /payouts HTTP/1.0\r\n\r\n`,
    `GET /payouts HTTP/1.1\r\n\r\n`,
    `GET /payouts HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    `POST /sign-in HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /payouts HTTP/1.1\r\n${host}\r\n`,
    `POST /sign-in HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
    `GET /payouts HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
    `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${host}\r\n`,
  ];
  const answers = await inTurns(requests, sendRaw);
  for (const [index, answer] of answers.entries()) {
    const name = requests[index]!.slice(0, 90);
    for (const secret of planted.secrets) expect(answer, name).not.toContain(secret);
    expect(answer, name).not.toMatch(/^HTTP\/1\.1 101/);
    const location = /^location: (.*)$/im.exec(answer)?.[1]?.trim();
    expect(leadsAway(location?.replace('http://evil.example', BASE_URL)), `${name} leads to ${location}`).toBe(false);
  }
  const statusOf = (answer: string) => Number(answer.split(' ')[1]);
  expect(answers.slice(-4).map(statusOf)).toEqual([400, 400, 431, 431]);
});

test('no role reaches another by a cookie that was tampered with', async () => {
  for (const asker of ASKERS.filter((one) => one !== 'nobody')) {
    const cookie = planted.cookies[asker];
    const [name = '', value = ''] = cookie.split('=');
    for (const bad of [
      `${name}=${value.slice(1)}`,
      `${name}=${value.split('.')[0]}`,
      `${name}=x.y`,
      `x${cookie}`,
      `${name}=`,
    ]) {
      expect((await ask('GET', '/api/payouts', { cookie: bad })).status, bad.slice(0, 40)).toBe(401);
    }
  }
});
