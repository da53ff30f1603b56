import type { Locator, Page } from '@playwright/test';
import { looksRight } from './support/axe.ts';
import { newValues } from './support/new-values.ts';
import { makePayout } from './support/payout-form.ts';
import { firstKey, openList, rows } from './support/payout-list.ts';
import { settle } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Payouts' });
const selection = (page: Page): Locator => page.getByRole('group', { name: 'Selection' });
const rowOf = (page: Page, text: string): Locator => rows(page).filter({ hasText: text });
const scrolled = (page: Page): Promise<number> => grid(page).evaluate((one) => one.parentElement?.scrollTop ?? 0);

/** Oldest first: what others pay meanwhile comes in at the end, not above the rows that are looked at. */
const OLDEST_FIRST = '?state=successful,failed,pending,expired&sort=created';

async function scrollTo(page: Page, px: number): Promise<void> {
  await grid(page).evaluate((one, to) => one.parentElement?.scrollTo(0, to), px);
  await expect.poll(() => scrolled(page)).toBe(px);
}

test('reload and Back find filter, order, place and selection again', async ({ page }) => {
  await openList(page, OLDEST_FIRST);
  await expect(rows(page).nth(2)).toBeVisible();
  await rows(page).nth(1).getByRole('checkbox').check();
  await scrollTo(page, 400);
  await page.waitForTimeout(500);
  await page.reload();
  await expect.poll(() => scrolled(page)).toBe(400);
  await expect(selection(page)).toContainText('1 selected');
  await expect(page.getByRole('group', { name: 'Filter' })).toContainText('Status is');

  await rows(page).nth(8).getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await page.goBack();
  await expect.poll(() => scrolled(page)).toBe(400);
  await expect(selection(page)).toContainText('1 selected');
  expect(new URL(page.url()).search).toContain('sort=created');

  // Whoever is sent the address sees the same list, from its top.
  await page.goto(page.url());
  await expect(grid(page).getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'ascending');
});

test('the keyboard alone moves, selects, peeks and says its keys', async ({ page }) => {
  await openList(page, OLDEST_FIRST);
  const focused = () => page.evaluate(() => document.activeElement?.closest('[aria-rowindex]')?.ariaRowIndex);
  await expect(rows(page).nth(2)).toBeVisible();
  await firstKey(page, 'ArrowDown');
  await expect.poll(focused).toBe('2');
  await page.keyboard.press('PageDown');
  await expect.poll(async () => Number(await focused())).toBeGreaterThan(8);
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await focused())).toBeGreaterThan(30);
  await page.keyboard.press('Home');
  await expect.poll(focused).toBe('2');

  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selection(page)).toContainText('3 selected');
  await page.keyboard.press('Space');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await looksRight(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect.poll(focused).toBe('4');

  await page.keyboard.press('?');
  await expect(sheet.getByText('Peeks at it, beside the list')).toBeVisible();
  await looksRight(page);
  await sheet.getByLabel('Single letters are keys').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await page.keyboard.press('/');
  await expect(selection(page)).toContainText('3 selected');
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  await page.getByRole('button', { name: 'Show the keys' }).click();
  await sheet.getByLabel('Single letters are keys').check();
});

test('the palette leads to pages, deeds and payouts', async ({ page }) => {
  await openList(page, OLDEST_FIRST);
  const name = (await rows(page).first().getByRole('link').textContent()) ?? '';
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await looksRight(page);
  await page.keyboard.type(name);
  await expect(palette.getByRole('option').filter({ hasText: name }).first()).toBeVisible();
  await palette.getByRole('combobox').fill('upload a file');
  await page.keyboard.press('Enter');
  await page.waitForURL('/batches/new');
});

test('what changes is marked where it stands, and what comes is announced', async ({ page, pageOf }) => {
  const maker = await pageOf('maker');
  const typed = newValues('QP');
  await openList(page);
  await expect(rows(page).nth(2)).toBeVisible();
  await makePayout(maker, typed);
  const news = page.getByRole('button', { name: /\d+ new/ });
  await expect(news).toBeVisible();
  await expect(rowOf(page, typed.trackingId)).toHaveCount(0);
  await news.click();
  // A row that comes later would be announced, not put in.
  await expect(rowOf(page, typed.trackingId)).toContainText('Pending');

  await openList(page, `?state=pending&q=${typed.trackingId}`);
  await expect(rowOf(page, 'Pending')).toHaveCount(1);
  await settle(typed.trackingId, 'successful');
  await expect(rowOf(page, 'Left the filter')).toHaveCount(1);
  await expect(rowOf(page, 'Successful')).toHaveCount(1);
});

test('what is done with many is said before and after', async ({ page }) => {
  await openList(page, '?state=pending,successful');
  // More rows may come into sight at this moment, so that the box of all is only partly on.
  await grid(page).getByLabel('Select all rows shown').click();
  const all = page.getByRole('button', { name: /Select all .* of this filter/ });
  if (await all.isVisible()) await all.click();
  await selection(page).getByRole('button', { name: 'Refresh status' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/\d+ payouts/);
  await looksRight(page);
  await dialog.getByRole('button', { name: 'Ask the gateway' }).click();
  await expect(dialog.getByText(/Asking the gateway about \d+/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await selection(page).getByRole('button', { name: 'Cancel what is unsent' }).click();
  await dialog.getByRole('button', { name: 'Cancel them' }).click();
  await expect(dialog.getByText('None could be cancelled.')).toBeVisible();
});

test('a note is put beside the payouts that were selected', async ({ page }) => {
  await openList(page, OLDEST_FIRST);
  for (const at of [0, 1]) await rows(page).nth(at).getByRole('checkbox').check();
  await selection(page).getByRole('button', { name: 'Add note' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill('Asked the bank about these two');
  await dialog.getByRole('button', { name: 'Add the note' }).click();
  await expect(dialog.getByText('2 have the note.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await rows(page).first().getByRole('link').press(' ');
  await expect(dialog.getByText('Asked the bank about these two')).toBeVisible();
});

test('columns, their order and widths are kept', async ({ page }) => {
  await openList(page, OLDEST_FIRST);
  const head = (name: string) => grid(page).getByRole('columnheader', { name, exact: true });
  await page.getByRole('button', { name: 'Choose columns' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Tracking id', { exact: true }).uncheck();
  await dialog.getByLabel('Bank', { exact: true }).check();
  await dialog.getByRole('button', { name: 'Bank: earlier' }).click();
  await dialog.getByRole('button', { name: 'Bank: wider' }).click();
  await looksRight(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await expect(head('Bank')).toBeAttached();
  await expect(head('Tracking id')).toHaveCount(0);
});

test('an address that cannot be right says so and shows what is left of it', async ({ page }) => {
  for (const [query, said] of [
    ['?amount=abc&nobody=knows', 'amount=abc, nobody=knows'],
    ['?amount=5..1', 'amount=5..1'],
    ['?created=2026-02-31..1999-01-01', 'created=2026-02-31..1999-01-01'],
    ["?state='; drop table payout; --", 'state='],
    [`?q=${'x'.repeat(10_000)}`, 'q=xxxx'],
    ['?q=%25_%5C.*%5B', 'q=%_\\.*['],
  ] as const) {
    await openList(page, query);
    await expect(page.getByText('was not understood and left out')).toBeVisible();
    await expect(page.getByText(said)).toBeVisible();
    await expect(rows(page).first()).toBeVisible();
  }
  await page.goto('/payouts?q=abc%25_%5C.*%5B');
  await expect(page.getByText('No payout matches')).toBeVisible();
});
