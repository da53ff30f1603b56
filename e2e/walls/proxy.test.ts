import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from '../../proxy.ts';

const PATHS = [
  '/',
  '/payouts',
  '/review',
  '/audit',
  '/settings/people',
  '/sign-in',
  '/api/exports',
  '/api/live',
  '/none',
];
const HEADERS: Record<string, string>[] = [
  {},
  { cookie: 'paydesk.session_token=forged.forged' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { origin: 'https://evil.example', 'next-action': 'a'.repeat(42) },
];
const asked = ['GET', 'HEAD', 'POST'].flatMap((method) =>
  PATHS.flatMap((path) => HEADERS.map((headers) => ({ method, path, headers }))),
);

describe('the proxy', () => {
  it('lets every request pass, so that without it nobody gets another answer', () => {
    for (const { method, path, headers } of asked) {
      const answer = proxy(new NextRequest(`http://localhost:3000${path}`, { method, headers }));
      const decides = ['location', 'x-middleware-rewrite', 'x-middleware-redirect', 'set-cookie'];
      expect([answer.status, answer.body, answer.headers.get('x-middleware-next')], `${method} ${path}`).toEqual([
        200,
        null,
        '1',
      ]);
      expect(decides.filter((name) => answer.headers.has(name))).toEqual([]);
    }
  });

  it('changes no header of the request that says who asks', () => {
    const given = { cookie: 'a=b', origin: 'null', 'x-paydesk-peer': '192.0.2.1', authorization: 'Basic x' };
    const { headers } = proxy(new NextRequest('http://localhost:3000/payouts', { headers: given }));
    for (const [name, value] of Object.entries(given)) {
      expect(headers.get(`x-middleware-request-${name}`)).toBe(value);
    }
  });
});
