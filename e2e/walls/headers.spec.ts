import { expect, test } from '@playwright/test';
import { BASE_URL } from '#e2e/support/settings.ts';
import { ask } from './ask.ts';
import { PAGES } from './page-table.ts';
import { plant, type Planted } from './planted.ts';

let planted: Planted;
test.beforeAll(async () => {
  planted = await plant();
});

const FIXED: Record<string, string | RegExp> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': /camera=\(\).*geolocation=\(\)/,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': /no-store/,
};

const open = (path: string) => ask('GET', path, { cookie: planted.cookies.admin });
const simple = Object.keys(PAGES).filter((page) => !page.includes('['));
const sent = [
  ...simple,
  '/nothing-here',
  '/api/health',
  '/api/payouts',
  '/api/nothing',
  '/payouts?_rsc=x',
  '/_next/image?url=x',
];

test('every answer carries the headers, and what is private is kept by no cache', async () => {
  for (const path of [...sent, `/payouts/${planted.payoutId}`, '/options/x/schema.json']) {
    const { headers } = await open(path);
    for (const [name, value] of Object.entries(FIXED)) expect(headers[name], `${name} of ${path}`).toMatch(value);
    expect(headers['x-powered-by'], path).toBeUndefined();
    expect(headers['access-control-allow-origin'], path).toBeUndefined();
  }
  // It would lock people out of a console without encryption.
  expect((await open('/payouts')).headers['strict-transport-security']).toBeUndefined();
});

test('the policy lets nothing run but what carries the nonce of this very answer', async () => {
  const seen = new Set<string>();
  for (const path of [...simple, `/payouts/${planted.payoutId}`, '/nothing-here']) {
    const { headers, body, status } = await open(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe-|https?:|\*|data:|blob:/);
    for (const rule of [
      `default-src 'none'`,
      `frame-ancestors 'none'`,
      `base-uri 'none'`,
      `object-src 'none'`,
      `form-action 'self'`,
    ]) {
      expect(policy).toContain(rule);
    }
    const nonce = /'nonce-([\w+/=]{22,})'/.exec(policy)?.[1] ?? '';
    expect(nonce, path).not.toBe('');
    expect(seen.has(nonce)).toBe(false);
    seen.add(nonce);
    if (status >= 300 && status < 400) continue;
    const tags = body.match(/<(script|style)\b[^>]*>/g) ?? [];
    expect(tags.length, path).toBeGreaterThan(3);
    for (const tag of tags) expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(body, path).not.toMatch(/<[^>]+\s(style|on[a-z]+)=["']/);
  }
});

test('a nonce that the caller brings along is not used', async () => {
  const forged = `script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='`;
  for (const name of ['content-security-policy', 'content-security-policy-report-only']) {
    expect((await ask('GET', '/sign-in', { [name]: forged })).body).not.toContain('AAAAAAAAAAAAAAAAAAAAAA');
  }
});

test('in a browser no page offends against the policy, and a planted script does not run', async ({ browser }) => {
  const context = await browser.newContext();
  const [name = '', ...value] = planted.cookies.admin.split('=');
  await context.addCookies([{ name, value: value.join('='), url: BASE_URL }]);
  const page = await context.newPage();
  const offences: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security|Permissions-Policy|Refused/i.test(message.text()))
      offences.push(`${page.url()}: ${message.text()}`);
  });
  for (const path of [...simple, `/payouts/${planted.payoutId}`, `/settings/connections/${planted.connectionId}`]) {
    await page.goto(BASE_URL + path, { waitUntil: 'networkidle' }).catch(() => page.waitForLoadState('load'));
  }
  expect(offences).toEqual([]);
  const ran = await page.evaluate(async () => {
    const element = document.createElement('div');
    element.innerHTML = '<img src="/nothing.png" onerror="window.planted = 1"><script>window.planted = 1</script>';
    document.body.append(element);
    await new Promise((done) => setTimeout(done, 300));
    return 'planted' in window;
  });
  expect(ran).toBe(false);
  await context.close();
});
