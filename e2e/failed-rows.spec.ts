import type { Page } from '@playwright/test';
import { csvLine } from '#lib/domain/csv.ts';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { CODES, drop, HEADER, said } from './support/batch-file.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const ROWS = 4;

/** Of four rows the second fails: the sandbox knows no account that ends in 0001. */
function fileOf(run: string): string {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const account = run + (i === 1 ? '0001' : '0000');
    return [
      ...[CODES[0] ?? '', `${i}${account}`, 'HDFC0000325', `Kiran Rao ${i}`, 'Kiran', 'Rao'],
      ...['9812345678', 'HDFC Bank', `${600 + i}.00`, `Rent ${i}`, `F${run}-${i}`],
    ];
  });
  return [HEADER, ...rows].map(csvLine).join('');
}

test('a row that failed is corrected and goes again, the others do not', async ({ page }) => {
  test.setTimeout(180_000);
  const run = `8${String(Date.now()).slice(-8)}`;
  await drop(page, 'rents.csv', fileOf(run));
  await expect(said(page)).toContainText('4 of 4 can be paid');
  await looksRight(page);
  await accept(page);
  await expect(page.getByText(/^4 of 4 final/)).toBeVisible({ timeout: 60_000 });
  await looksRight(page);

  await page.getByRole('link', { name: 'Correct them first' }).click();
  await expect(page.getByRole('checkbox', { name: 'Kiran Rao' })).toBeChecked();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await expect(page.getByText(/^Stays •+0001 unless you type another/)).toBeVisible();
  await looksRight(page);
  const account = await alive(page.getByLabel('Account number'));
  await page.getByLabel('Amount').fill('ten');
  await page.getByRole('button', { name: 'Make the plan of 1 row' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await looksRight(page);
  await page.getByLabel('Amount').fill('601');
  await account.fill(`9${run}0000`);
  await page.getByRole('button', { name: 'Make the plan of 1 row' }).click();
  await expect(page.getByText(/^1 payout, ₹/)).toBeVisible();
  await looksRight(page);
  await accept(page);
  await expect(page.getByText(/^1 of 1 final/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'rents.csv', exact: true }).click();
  await expect(page.getByText('1 failed row was sent again in')).toBeVisible();
  await expect(page.getByRole('button', { name: /failed again$/ })).toHaveCount(0);
});

async function accept(page: Page): Promise<void> {
  const make = page.getByRole('button', { name: 'Make the plan', exact: true });
  if (await make.isVisible()) await make.click();
  await expect(page.getByRole('heading', { name: 'Plan' })).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: /^Accept/ }).click();
  await expect(page.getByRole('heading', { name: 'Progress' })).toBeVisible();
}
