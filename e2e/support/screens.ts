import type { Page } from '@playwright/test';
import type { Role } from '#lib/domain/access.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { alive } from './alive.ts';
import { newValues } from './new-values.ts';
import { control, fillIn, makePayout, openForm, payButton, reviewButton } from './payout-form.ts';
import { openList, rows } from './payout-list.ts';
import { arm } from './sandbox.ts';

/** A page worth looking at, and the way to it. */
export interface Screen {
  name: string;
  role: Role | null;
  open: (page: Page) => Promise<void>;
}

const at = (name: string, role: Role | null, path: string): Screen => ({
  name,
  role,
  open: async (page) => {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  },
});

const inState = (state: string): Screen => ({
  name: `payout-${state}`,
  role: 'maker',
  open: async (page) => {
    await openList(page, `?state=${state}`);
    await rows(page).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  },
});

let unclearId: string | undefined;

/** A payout whose answer was lost and that no query finds. */
async function openUnclear(page: Page): Promise<void> {
  if (unclearId === undefined) {
    const typed = newValues(Object.keys(CATALOG)[0] ?? '', '0007');
    await arm({ kind: 'drop_webhooks', tracking_id: typed.trackingId, times: 1000 });
    await arm({ kind: 'query_not_found', tracking_id: typed.trackingId, times: 1000 });
    unclearId = await makePayout(page, typed);
  }
  await page.goto(`/payouts/${unclearId}`);
  await page.getByText('No clear answer came: looking for it').waitFor();
}

/** Of a console in which there has never been a payout. */
export const EMPTY_SCREENS: readonly Screen[] = [
  at('sign-in', null, '/sign-in'),
  at('payouts-empty', 'maker', '/payouts'),
  at('payouts-empty-viewer', 'viewer', '/payouts'),
];

export const SCREENS: readonly Screen[] = [
  { name: 'payouts', role: 'maker', open: (page) => openList(page) },
  {
    name: 'payouts-filtered',
    role: 'maker',
    open: async (page) => {
      await openList(page, '?state=pending,successful&amount=1000..&sort=-amount');
      await rows(page).nth(1).getByRole('checkbox').check();
    },
  },
  at('payouts-nothing-found', 'maker', '/payouts?q=nobody+is+called+so&amount=abc'),
  ...Object.keys(CATALOG).map((code) => ({
    name: `new-${code}`,
    role: 'maker' as const,
    open: (page: Page) => openForm(page, code),
  })),
  {
    name: 'new-with-errors',
    role: 'maker',
    open: async (page) => {
      await openForm(page, Object.keys(CATALOG)[0] ?? '');
      await control(page, 'amount').fill('10.505');
      await control(page, 'method.ifsc_code').fill('HDFC325');
      await reviewButton(page).click();
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'new-review',
    role: 'maker',
    open: async (page) => {
      const typed = newValues(Object.keys(CATALOG)[0] ?? '', '0002', { amount: '6.5L' });
      await openForm(page, typed.code);
      await fillIn(page, typed);
      await reviewButton(page).click();
      await payButton(page).waitFor();
    },
  },
  ...['pending', 'successful', 'failed', 'expired'].map(inState),
  { name: 'payout-unclear', role: 'maker', open: openUnclear },
  at('review', 'checker', '/review'),
  at('review-pending', 'checker', '/review?tab=pending'),
  at('review-doubts', 'checker', '/review?tab=doubts'),
  at('options', 'maker', '/options'),
  ...Object.keys(CATALOG)
    .slice(3, 5)
    .map((code) => at(`option-${code}`, 'maker', `/options/${code}`)),
  at('sandbox', 'maker', '/sandbox'),
  at('connections', 'admin', '/settings/connections'),
  {
    name: 'connection',
    role: 'admin',
    open: async (page) => {
      await page.goto('/settings/connections');
      await page.getByRole('table').getByRole('link').first().click();
      await page.getByRole('button', { name: 'Check the connection' }).waitFor();
    },
  },
  at('connection-new', 'admin', '/settings/connections/new'),
  at('people', 'admin', '/settings/people'),
  {
    name: 'people-invite',
    role: 'admin',
    open: async (page) => {
      await page.goto('/settings/people');
      await (await alive(page.getByRole('button', { name: 'Invite a person' }))).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  at('not-found', 'maker', '/nothing/of/the/kind'),
];
