import { alive } from './support/alive.ts';
import { fitsAcross } from './support/axe.ts';
import { newValues } from './support/new-values.ts';
import { fillIn, openForm, pay, review } from './support/payout-form.ts';
import { openList, rows } from './support/payout-list.ts';
import { seesState } from './support/payout-page.ts';
import { settle } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

test('the theme follows the system until somebody chooses, and the choice is kept', async ({ page }) => {
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/options');
  const light = await ink();
  const menu = await alive(page.getByRole('button', { name: /account menu/ }));
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ink();
  expect(dark).not.toBe(light);
  await menu.click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect.poll(ink).toBe(light);
  await page.reload();
  await expect.poll(ink).toBe(light);
  await (await alive(menu)).click();
  await page.getByRole('menuitemradio', { name: 'As the system' }).click();
  await expect.poll(ink).toBe(dark);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the tab one is on is seen whole', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto('/review?tab=doubts');
    const bar = page.getByRole('navigation', { name: 'Review' });
    expect(await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(0);
    // Its lower edge lies over the bar's own.
    await expect(bar.getByRole('link', { name: /^In doubt and alerts/ })).toBeInViewport({ ratio: 0.95 });
  });

  test('a payout is made, followed and found', async ({ page }) => {
    const typed = newValues('II');
    await openList(page);
    await fitsAcross(page);
    await openForm(page, typed.code);
    await fillIn(page, typed);
    await fitsAcross(page);
    await review(page);
    await fitsAcross(page);
    const id = await pay(page);
    await seesState(page, 'pending');
    await fitsAcross(page);
    await settle(typed.trackingId, 'successful');
    await seesState(page, 'successful');

    await page.getByRole('button', { name: 'Open the menu' }).tap();
    await page.getByRole('dialog').getByRole('link', { name: 'Payouts' }).tap();
    await page.waitForURL('/payouts');
    await page.getByRole('searchbox').fill(typed.trackingId);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText('Successful');
    await fitsAcross(page);
    await rows(page).tap();
    await page.waitForURL(`/payouts/${id}`);
  });
});
