import { CATALOG } from '#lib/domain/catalog.ts';
import { withValue } from '#lib/domain/sample.ts';
import { looksRight } from './support/axe.ts';
import { newValues, optionOf } from './support/new-values.ts';
import { control, fillIn, openForm, payButton, reviewButton } from './support/payout-form.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const CODES = Object.keys(CATALOG);
const ifscOf = (code: string): string => optionOf(code).fields.find(({ kind }) => kind === 'ifsc')?.path ?? '';

for (const code of CODES) {
  test(`the form of ${code} is accessible, errors and advice included`, async ({ page }) => {
    await openForm(page, code);
    await control(page, ifscOf(code)).fill('HDFC325');
    await page.locator('summary', { hasText: 'More' }).click();
    await reviewButton(page).click();
    await expect(page.getByText('things need your attention')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Use HDFC0000325' })).toBeVisible();
    await looksRight(page);
  });
}

/** The one that asks for most, and one that has hours of its own. */
const RICHEST = CODES.toSorted((a, b) => optionOf(b).fields.length - optionOf(a).fields.length)[0] ?? '';
const TIMED = CODES.find((code) => optionOf(code).quietHours) ?? '';

for (const code of [RICHEST, TIMED]) {
  test(`the review and the documentation of ${code} are accessible`, async ({ page }) => {
    await openForm(page, code);
    await fillIn(page, { code, values: withValue(newValues(code).values, ifscOf(code), 'HDFC325') });
    await reviewButton(page).click();
    await payButton(page).click();
    await expect(page.getByText('Tick this once you have looked at it.').first()).toBeVisible();
    await looksRight(page);
    await page.goto(`/options/${code}`);
    await expect(page.getByRole('heading', { name: `Option ${code}` })).toBeVisible();
    await looksRight(page);
  });
}
