import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { openList, rows } from './support/payout-list.ts';
import { expect, test } from './support/test.ts';

test.describe('to a maker', () => {
  test.use({ role: 'maker' });

  test('the list is accessible: filtered, selected, without a match, with half an address', async ({ page }) => {
    await openList(page, '?state=failed');
    await rows(page).nth(1).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Filter by Status' }).click();
    await expect(page.getByRole('checkbox', { name: 'Failed', exact: true })).toBeChecked();
    await looksRight(page);
    await page.goto('/payouts?q=nobody+is+called+so&amount=abc');
    await expect(page.getByText('No payout matches')).toBeVisible();
    await looksRight(page);
  });

  for (const state of ['pending', 'successful', 'failed', 'expired']) {
    test(`the page of a payout that is ${state} is accessible`, async ({ page }) => {
      await page.goto(`/payouts?state=${state}`);
      await page.locator('[data-row-link]').first().click();
      await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
      await page
        .locator('summary')
        .evaluateAll((all) => all.forEach((one) => one.parentElement?.setAttribute('open', '')));
      await looksRight(page);
    });
  }

  for (const path of [
    '/options',
    '/sandbox',
    '/review',
    '/review?tab=pending',
    '/review?tab=doubts',
    '/batches',
    '/batches/new',
    '/recipients',
  ]) {
    test(`${path} is accessible`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await looksRight(page);
    });
  }
});

test.describe('of a recipient', () => {
  test.use({ role: 'maker' });

  test('the page of a recipient is accessible', async ({ page }) => {
    await page.goto('/recipients');
    await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: 'Ways to pay' })).toBeVisible();
    await looksRight(page);
  });
});

test.describe('to an admin', () => {
  test.use({ role: 'admin' });

  for (const path of ['/audit', '/settings/account', '/settings/security', '/settings/policy']) {
    test(`${path} is accessible`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await looksRight(page);
    });
  }

  test('the connections are accessible', async ({ page }) => {
    await page.goto('/settings/connections');
    await expect(page.getByRole('table')).toBeVisible();
    await looksRight(page);
    await page.getByRole('table').getByRole('link').first().click();
    await expect(page.getByRole('button', { name: 'Check the connection' })).toBeVisible();
    await looksRight(page);
    await page.goto('/settings/connections/new');
    await (await alive(page.getByRole('button', { name: 'Add the connection' }))).click();
    await expect(page.getByText('Give the connection a name.')).toBeVisible();
    await looksRight(page);
  });

  test('the people are accessible', async ({ page }) => {
    await page.goto('/settings/people');
    await expect(page.getByRole('table')).toBeVisible();
    await looksRight(page);
    await (await alive(page.getByRole('button', { name: 'Invite a person' }))).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    await expect(page.getByRole('dialog').getByRole('alert').first()).toBeVisible();
    await looksRight(page);
  });
});

test.describe('what is not there', () => {
  test.use({ role: 'viewer', allowedErrors: [/404 \(Not Found\)/] });

  for (const path of ['/nothing/of/the/kind', '/payouts/none', '/options/none', '/settings/people']) {
    test(`${path} says so, accessibly`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByText('There is nothing here')).toBeVisible();
      await looksRight(page);
    });
  }

  test('nor has a viewer a form', async ({ page }) => {
    await page.goto('/payouts/new');
    await expect(page.getByText('Your role makes no payouts')).toBeVisible();
    await looksRight(page);
  });
});
