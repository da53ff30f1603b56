import type { Locator, Page } from '@playwright/test';
import { kindOf } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import { newValues } from './support/new-values.ts';
import { arrived, control, payButton, ready, reviewButton } from './support/payout-form.ts';
import { firstKey, openList, rows } from './support/payout-list.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs } from './support/sandbox.ts';
import { E2E } from './support/settings.ts';
import { emailOf } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

/** Presses Tab until something has the focus, as one does without a mouse. */
async function tabTo(page: Page, wanted: Locator, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab do not lead to ${wanted}`);
}

async function signInByKeyboard(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(emailOf('maker'));
  await page.keyboard.press('Tab');
  await page.keyboard.type(E2E.demoPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL('/payouts');
}

test('a payout is made by keyboard alone', async ({ page }) => {
  const typed = newValues('PF');
  await signInByKeyboard(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'New payout' }).first());
  await page.keyboard.press('Enter');
  await page.waitForURL('/payouts/new');
  await ready(page);

  await tabTo(page, page.locator('input[name="option"]:checked'));
  while (!(await page.locator(`input[name="option"][value="${typed.code}"]`).isChecked())) {
    await page.keyboard.press('ArrowDown');
  }
  for (const field of fieldsOf(typed.option)) {
    const kind = kindOf(field);
    const value = String(lookUp(typed.values, field.path));
    const folded = page.locator('details:not([open])').filter({ has: page.locator(`[name="${field.path}"]`) });
    if ((await folded.count()) > 0) {
      await tabTo(page, page.locator('summary', { hasText: 'More' }));
      await page.keyboard.press('Space');
    }
    await tabTo(page, control(page, field.path));
    if (field.kind === 'flag') await page.keyboard.press('Space');
    else await page.keyboard.type(kind.choices?.[value] ?? value);
    if (!kind.isSecret) continue;
    await page.keyboard.press('Tab');
    await page.keyboard.type(value);
  }
  await tabTo(page, reviewButton(page));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Check before you pay' })).toBeFocused();
  await tabTo(page, payButton(page));
  await page.keyboard.press('Enter');
  await arrived(page);
  await seesState(page, 'pending');
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
});

test.describe('in the list', () => {
  test.use({ role: 'maker' });

  test('j, k, x, Enter and / do what a mouse does', async ({ page }) => {
    // Oldest first: what others pay meanwhile comes in at the end, not above the row that is looked at.
    await openList(page, '?sort=created');
    const links = page.locator('[data-row-link]');
    await expect(rows(page).nth(2)).toBeVisible();
    await firstKey(page, 'j');
    await expect(links.nth(0)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await expect(links.nth(2)).toBeFocused();
    await page.keyboard.press('k');
    await expect(links.nth(1)).toBeFocused();
    await page.keyboard.press('x');
    await expect(page.getByRole('group', { name: 'Selection' })).toContainText('1 selected');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('no payout is called so');
    await expect(page.getByText('No payout matches')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('searchbox')).toHaveValue('');
    await expect(rows(page).nth(2)).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await arrived(page);
    await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  });
});
