import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { CATALOG } from '#lib/domain/catalog.ts';
import { BASE_URL } from '#e2e/support/settings.ts';
import { ask, inTurns, type Answer } from './ask.ts';
import { PAGES, ROUTES } from './page-table.ts';
import { ASKERS, plant, type Asker, type Planted } from './planted.ts';
import { findPages, findRoutes } from './routes.ts';

const LETTERS: Record<Asker, string> = { viewer: 'v', maker: 'm', checker: 'c', admin: 'a', auditor: 'u', nobody: 'n' };
const ORIGIN = { origin: BASE_URL };

/** The ways a page can be asked for: as people do, as the router does, and as attacks on frameworks did. */
const FORMS: Record<string, (path: string) => { method?: string; path?: string; headers?: Record<string, string> }> = {
  plain: () => ({}),
  head: () => ({ method: 'HEAD' }),
  'router’s payload': () => ({ headers: { rsc: '1' } }),
  'router’s payload with its query': (path) => ({ path: `${path}?_rsc=1abcd`, headers: { rsc: '1' } }),
  prefetch: () => ({ headers: { rsc: '1', 'next-router-prefetch': '1' } }),
  'segment prefetch of the tree': () => ({
    headers: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  }),
  'segment prefetch of the page': () => ({
    headers: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/__PAGE__' },
  }),
  '.rsc': (path) => ({ path: `${path}.rsc` }),
  '.prefetch.rsc': (path) => ({ path: `${path}.prefetch.rsc` }),
  '.segment.rsc': (path) => ({ path: `${path}.segments/_tree.segment.rsc` }),
  'slash at the end': (path) => ({ path: `${path}/` }),
  'subrequest of the proxy': () => ({
    headers: { 'x-middleware-subrequest': Array(6).fill('proxy:src/proxy:middleware:src/middleware').join(':') },
  }),
};

let planted: Planted;
test.beforeAll(async () => {
  planted = await plant();
});

const filled = (address: string): string =>
  address
    .replace('/options/[code]', `/options/${Object.keys(CATALOG)[0]}`)
    .replace('/payouts/[id]', `/payouts/${planted.payoutId}`)
    .replace('/batches/[id]', `/batches/${planted.batchId}`)
    .replace('/imports/[id]', `/imports/${planted.importId}`)
    .replace('/recipients/[id]', `/recipients/${planted.recipientId}`)
    .replace('/connections/[id]', `/connections/${planted.connectionId}`)
    .replace('[token]', randomUUID())
    .replace('[connection]', planted.webhookKey);

const isFor = (who: string, asker: Asker): boolean => who.includes(LETTERS[asker]);

function leaks(asker: Asker, who: string, shows: string | undefined, { body }: Answer): string[] {
  if (isFor(who, asker)) return [];
  // What is planted may reach nobody who is not signed in; a role sees some of it elsewhere, so only this page's counts.
  const words = asker === 'nobody' ? [...planted.secrets, ...(shows ? [shows] : [])] : shows ? [shows] : [];
  return words.filter((word) => body.includes(word));
}

test('every page and route stands in the table', () => {
  expect(findPages()).toEqual(Object.keys(PAGES).sort());
  expect(findRoutes()).toEqual(Object.keys(ROUTES).sort());
});

for (const asker of ASKERS) {
  test(`${asker} sees the pages of the table and no other, however they are asked for`, async () => {
    test.setTimeout(120_000);
    const calls = findPages().flatMap((page) => Object.keys(FORMS).map((form) => ({ page, form })));
    const wrong: string[] = [];
    let shown = 0;
    await inTurns(calls, async ({ page, form }) => {
      const { who, shows, refuses } = PAGES[page] ?? { who: '' };
      const how = FORMS[form]?.(filled(page)) ?? {};
      const headers = { cookie: planted.cookies[asker], ...how.headers };
      const answer = await ask(how.method ?? 'GET', how.path ?? filled(page), headers);
      for (const word of leaks(asker, who, shows, answer)) wrong.push(`${form} of ${page} shows “${word}”`);
      if (answer.status >= 500) wrong.push(`${form} of ${page} answers ${answer.status}`);
      if (form !== 'plain' || !shows) return;
      // A page that began to stream before it knew leads on from within: 200, and nothing in it but the way to sign in.
      const isRefused = [refuses, asker === 'nobody' ? 'NEXT_REDIRECT' : undefined].some(
        (w) => w && answer.body.includes(w),
      );
      if (!isFor(who, asker) && answer.status === 200 && !isRefused) wrong.push(`${page} answers 200`);
      if (!isFor(who, asker)) return;
      // Without this, a page that shows nothing to anybody would pass for a wall.
      if (answer.status !== 200 || !answer.body.includes(shows))
        wrong.push(`${page} does not show “${shows}” (${answer.status})`);
      shown += 1;
    });
    expect(wrong).toEqual([]);
    if (asker !== 'nobody') expect(shown).toBeGreaterThan(5);
  });

  test(`${asker} is answered by the routes of the table and no other`, async () => {
    const wrong: string[] = [];
    for (const route of findRoutes()) {
      const [method = '', address = ''] = route.split(' ');
      const { who, shows, status } = ROUTES[route] ?? { who: '' };
      const body = method === 'POST' ? 'filter=&reason=Walls are tested' : '';
      for (const asked of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
        const headers = { cookie: planted.cookies[asker], ...(method === 'POST' && ORIGIN) };
        const answer = await ask(asked, filled(address), headers, body);
        const name = `${asked} ${address}`;
        for (const word of leaks(asker, who, shows, answer)) wrong.push(`${name} shows “${word}”`);
        if (!isFor(who, asker)) {
          if (![401, 403].includes(answer.status)) wrong.push(`${name} answers ${answer.status}`);
        } else if (answer.status !== (status ?? 200)) wrong.push(`${name} answers ${answer.status}`);
        else if (shows && asked !== 'HEAD' && !answer.body.includes(shows))
          wrong.push(`${name} does not show “${shows}”`);
      }
    }
    expect(wrong).toEqual([]);
  });
}

test('somebody else’s ids, and ids that are none, open nothing', async () => {
  for (const id of [
    randomUUID(),
    '0',
    '../payouts',
    '%2e%2e%2fpayouts',
    `${planted.payoutId}%00`,
    `${planted.payoutId}'--`,
  ]) {
    const answer = await ask('GET', `/payouts/${id}`, { cookie: planted.cookies.viewer });
    expect(answer.status, id).not.toBe(500);
    expect(answer.body.includes('Planted Payee') && answer.status === 200 && !id.includes('payouts'), id).toBe(false);
  }
});
