import type { Page } from '@playwright/test';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { openList, rows } from './support/payout-list.ts';
import { expect, test } from './support/test.ts';

// As a viewer: the view that somebody begins with is where all their other journeys would begin, too.
test.use({ role: 'viewer' });

const views = (page: Page) => page.getByRole('list', { name: 'Kept views' });
const openViews = async (page: Page) => {
  await (await alive(page.getByRole('button', { name: 'Views' }))).click();
  await expect(page.getByRole('button', { name: 'Keep this one' })).toBeVisible();
};

test('the filter is read and written as text, with what can follow on offer', async ({ page }) => {
  await openList(page, '?state=successful');
  await page.getByRole('button', { name: 'Write the filter as text' }).click();
  const bar = page.getByRole('combobox', { name: 'Query' });
  await expect(bar).toHaveValue(/^state:successful/);

  await bar.fill('state:fai');
  await expect(page.getByRole('option').filter({ hasText: 'failed' })).toBeVisible();
  await looksRight(page);
  await bar.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar).toHaveValue(/^state:failed/);
  await bar.pressSequentially(' amount>=1');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/state=failed/);
  await expect(page.getByRole('group', { name: 'Filter' })).toContainText('Amount');
  await expect(rows(page).first()).toContainText('Failed');

  await bar.fill('state:nonsense');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'nonsense' })).toBeVisible();
  await expect(page).toHaveURL(/state=failed/);
  await looksRight(page);
});

test('a view is kept, shared, begun with and deleted', async ({ page, pageOf }) => {
  const name = `Failed, dearest ${Date.now()}`;
  await openList(page, '?state=failed&sort=-amount');
  await openViews(page);
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Shared with everybody').check();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(views(page).getByRole('link', { name })).toBeVisible();
  await looksRight(page);

  const checker = await pageOf('checker');
  await openList(checker);
  await openViews(checker);
  await views(checker).getByRole('link', { name }).click();
  await expect(checker).toHaveURL(/state=failed&sort=-amount/);
  await expect(rows(checker).first()).toContainText('Failed');

  await page.getByRole('button', { name: `Begin with ${name}` }).click();
  await expect(page.getByRole('button', { name: `Begin with all payouts, not ${name}` })).toBeVisible();
  await page.goto('/settings/account');
  await page.getByRole('navigation').getByRole('link', { name: 'Payouts' }).first().click();
  await expect(page).toHaveURL(/state=failed&sort=-amount/);
  await openViews(page);
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(views(page).getByRole('link', { name })).toHaveCount(0);
  await page.goto('/settings/account');
  await page.getByRole('navigation').getByRole('link', { name: 'Payouts' }).first().click();
  await expect(page).toHaveURL(/\/payouts$/);
});

test('age, corrections and notes are filters too', async ({ page }) => {
  await openList(page);
  for (const [filter, set, said] of [
    ['Age', async () => page.getByLabel('At least').fill('1m'), 'Age'],
    ['Note', async () => page.getByRole('button', { name: 'No', exact: true }).click(), 'Note'],
  ] as const) {
    const button = page.getByRole('button', { name: `Filter by ${filter}` });
    if (!(await button.isVisible())) await page.getByRole('button', { name: /more filters/i }).click();
    await button.click();
    await set();
    const apply = page.getByRole('button', { name: 'Apply', exact: true });
    if (await apply.isVisible()) await apply.click();
    await expect(page.getByRole('group', { name: 'Filter' })).toContainText(said);
  }
  await looksRight(page);
});
