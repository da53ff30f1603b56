import { describe, expect, it } from 'vitest';
import { putHeaders } from './response-headers.ts';

function put(headers: Record<string, string>, { url = '/payouts', isSecure = false } = {}) {
  const request = { url, headers: { ...headers } as Record<string, string> };
  const sent = new Map<string, unknown>();
  const response = { setHeader: (name: string, value: unknown) => sent.set(name, value) };
  putHeaders(request, response as never, isSecure);
  return { request, sent };
}

describe('the headers of an answer', () => {
  it('let nothing run but what carries a nonce, another one each time', () => {
    const policies = Array.from({ length: 20 }, () => String(put({}).sent.get('content-security-policy')));
    const nonces = policies.map(
      (policy) => /script-src 'self' 'nonce-([\w+/]{22}==)' 'strict-dynamic'/.exec(policy)?.[1],
    );
    expect(new Set(nonces).size).toBe(20);
    expect(nonces).not.toContain(undefined);
    expect(policies.join()).not.toMatch(/unsafe-|https?:|\*/);
  });

  it('tell Next the nonce of this answer, whatever the caller says', () => {
    const forged = `script-src 'nonce-AAAA'`;
    const { request, sent } = put({
      'content-security-policy': forged,
      'content-security-policy-report-only': forged,
    });
    expect(request.headers).toEqual({ 'content-security-policy': sent.get('content-security-policy') });
    expect(sent.get('content-security-policy')).not.toContain('AAAA');
  });

  it('change nothing of the request that says who asks', () => {
    const given = { cookie: 'a=b', origin: 'null', 'x-paydesk-peer': '192.0.2.1', authorization: 'Basic x' };
    expect(put(given).request.headers).toMatchObject(given);
  });

  it('keep everything from caches but the files that are the same for everybody', () => {
    const cacheOf = (url: string) => put({}, { url }).sent.get('cache-control');
    for (const url of ['/', '/payouts', '/api/exports', '/_next/data/x', '/icon.svgx']) {
      expect(cacheOf(url), url).toBe('private, no-store');
    }
    for (const url of ['/_next/static/chunks/a.js', '/icon.svg', '/icon.svg?1']) {
      expect(cacheOf(url), url).toBeUndefined();
    }
  });

  it('ask for encryption only where people come by it', () => {
    expect(put({}).sent.has('strict-transport-security')).toBe(false);
    const { sent } = put({}, { isSecure: true });
    expect(sent.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
    expect(sent.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });
});
