import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { csvLine } from '#lib/domain/csv.ts';
import { alive } from './support/alive.ts';
import { CODES, drop, HEADER, said } from './support/batch-file.ts';
import { E2E } from './support/settings.ts';
import { fillSignIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const ROWS = 1_000;

/** A mixed file of 1,000 rows of which five are damaged; everything is new in every run. */
function mixedFile(run: string): string {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const account = i === 5 ? '1.23E+11' : i === 12 ? '५०१००००००१२३४५' : run + String(1_000 + i).padStart(5, '0');
    const amount = i === 7 ? '0' : `${500 + (i % 7)}.00`;
    const surname = i === 30 ? `Verma  ${i}` : `Verma ${i}`;
    const payee = i === 21 ? `Аsha Verma ${i}` : `Asha Verma ${i}`;
    return [
      CODES[i % CODES.length] ?? '',
      account,
      'HDFC0000325',
      payee,
      'Asha',
      surname,
      '9812345678',
      'HDFC Bank',
      amount,
      `Salary ${i}`,
      `J${run}-${i}`,
    ];
  });
  return [HEADER, ...rows].map(csvLine).join('');
}

test('a mixed file of 1,000 rows goes from the drop to its result file', async ({ page, pageOf }) => {
  test.setTimeout(300_000);
  const run = `6${String(Date.now()).slice(-8)}`;
  await drop(page, 'salaries.csv', mixedFile(run));
  await expect(said(page)).toContainText('996 of 1,000 can be paid');

  await test.step('what can be repaired is repaired, the rest typed again', async () => {
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Digits of another script' })
      .getByRole('button', { name: 'Repair' })
      .click();
    await expect(said(page)).toContainText('997 of 1,000');
    await page.getByLabel('Amt, line 9').fill('750');
    await page.keyboard.press('Enter');
    await expect(said(page)).toContainText('998 of 1,000');
  });

  await test.step('the plan says what it does, and is accepted', async () => {
    await page.getByRole('button', { name: 'Make the plan' }).click();
    await expect(page.getByRole('heading', { name: 'Plan' })).toBeVisible();
    await expect(page.getByText(/^998 payouts, ₹/)).toBeVisible();
    const accept = page.getByRole('button', { name: /^Accept 998 payouts/ });
    await expect(accept).toBeDisabled();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await accept.click();
    await expect(page.getByRole('heading', { name: 'Progress' })).toBeVisible();
    await expect(page.getByText('You uploaded it: somebody else approves it.')).toBeVisible();
  });

  const address = page.url();
  await test.step('two checkers approve it as a whole, by its total', async () => {
    const checker = await pageOf('checker');
    await approve(checker, address);
    await expect(checker.getByText('You approved it already')).toBeVisible();
    const second = await pageOf(null);
    await second.goto('/sign-in');
    await fillSignIn(second, 'checker2@example.test', E2E.demoPassword);
    await second.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await approve(second, address);
    await expect(page.getByText(/Approved by .+ and .+\./)).toBeVisible();
  });
  expect(address).toMatch(/\/batches\/[\da-f-]{36}$/);

  await test.step('the same file again leads here', async () => {
    await drop(page, 'salaries again.csv', mixedFile(run));
    await page.getByRole('button', { name: 'Make the plan' }).click();
    await page.waitForURL(address);
  });

  await test.step('it runs to its end', async () => {
    await expect(page.getByText(/^998 of 998 final/)).toBeVisible({ timeout: 200_000 });
  });

  await test.step('the result file has a line for each line of the file, in its order', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Result file' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    const lines = text.replace('\uFEFF', '').trim().split('\r\n');
    expect(lines).toHaveLength(ROWS + 1);
    expect(lines.slice(1).map((one) => Number(one.split(',')[0]))).toEqual(
      Array.from({ length: ROWS }, (_, i) => i + 2),
    );
    expect(lines[6]).toContain('"Left out"');
    expect(lines.filter((one) => one.includes('"Left out"'))).toHaveLength(2);
    expect(lines.filter((one) => one.includes('"Successful"'))).toHaveLength(998);
  });
});

async function approve(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await alive(page.getByRole('button', { name: 'Approve the batch' }));
  await page.getByRole('button', { name: 'Approve the batch' }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
}

test('a small file runs to its end by itself, and can be paused on the way', async ({ page }) => {
  test.setTimeout(180_000);
  const run = `7${String(Date.now()).slice(-8)}`;
  const text = mixedFile(run).split('\r\n');
  // 41 rows, so that the total needs nobody else.
  await drop(page, 'few.csv', [text[0], ...text.slice(40, 81)].join('\r\n'));
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Plan' })).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: /^Accept/ }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused: nothing leaves until it is resumed.')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^41 of 41 final/)).toBeVisible({ timeout: 120_000 });
});

test('a file that is no table is refused in words', async ({ page }) => {
  await page.goto('/batches/new');
  await alive(page.getByLabel('Choose a file'));
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await expect(page.getByText('This is a PDF. Upload a CSV, TSV or XLSX file.')).toBeVisible();
});
