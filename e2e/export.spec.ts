import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Download, Page } from '@playwright/test';
import type { Certificate } from '#lib/domain/certificate.ts';
import { EXPORT_FORMATS } from '#lib/domain/export-choice.ts';
import { looksRight } from './support/axe.ts';
import { openList, rows } from './support/payout-list.ts';
import { expect, test } from './support/test.ts';

const verify = (file: string, certificate: string) =>
  promisify(execFile)('npm', ['run', '-s', 'export:verify', '--', file, certificate]);

/** Presses Export in the dialog and gives the file and the certificate beside it, in whichever order they come. */
async function take(page: Page): Promise<{ file: Download; sidecar: Download }> {
  const came: Download[] = [];
  page.on('download', (download) => came.push(download));
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  await expect.poll(() => came.length).toBe(2);
  const sidecar = came.find((one) => one.suggestedFilename().endsWith('.certificate.json'))!;
  return { sidecar, file: came.find((one) => one !== sidecar)! };
}

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  for (const [format, { label }] of Object.entries(EXPORT_FORMATS)) {
    test(`exports a filter as ${label} and verifies the file by its certificate`, async ({ page }) => {
      await openList(page, '?state=pending,successful,failed&sort=-amount');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: label }).check();
      await dialog.getByLabel('Times in').selectOption('UTC');
      await expect(dialog.getByLabel('Full account numbers')).toHaveCount(0);
      await looksRight(page);
      const { file, sidecar } = await take(page);
      expect(file.suggestedFilename()).toMatch(new RegExp(` UTC\\.${format}$`));
      expect(sidecar.suggestedFilename()).toBe(`${file.suggestedFilename()}.certificate.json`);
      await expect(dialog.getByText('The file is whole')).toBeVisible();
      await looksRight(page);

      const certificate = JSON.parse(await readFile(await sidecar.path(), 'utf8')) as Certificate;
      expect(certificate).toMatchObject({
        format,
        zone: 'UTC',
        accounts: 'masked',
        order: 'Amount, descending (-amount)',
      });
      expect(certificate.rows).toBeGreaterThan(0);
      await expect(dialog.getByText(certificate.sha256)).toBeVisible();
      const { stdout } = await verify(await file.path(), await sidecar.path());
      expect(stdout).toContain(`WHOLE`);
      await expect(verify(await sidecar.path(), await sidecar.path())).rejects.toMatchObject({ code: 1 });

      await dialog.getByRole('link', { name: 'All exports' }).click();
      const row = page.getByRole('row').filter({ hasText: certificate.filter }).first();
      await expect(row).toContainText('Whole');
      await row.getByRole('button', { name: 'Certificate' }).click();
      await expect(page.getByRole('dialog').getByText(certificate.sha256)).toBeVisible();
      await looksRight(page);
    });
  }

  test('takes only the columns that were chosen', async ({ page }) => {
    await openList(page);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Columns', { exact: true }).first().click();
    for (const column of ['Beneficiary', 'Account', 'Description'])
      await dialog.getByLabel(column, { exact: true }).uncheck();
    const { file } = await take(page);
    const [head] = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(head).toContain('Amount (paise),Status,Created (IST)');
    expect(head).not.toMatch(/Beneficiary|Account|Description/);
  });

  test('leaves out of a file of everything what was taken from the selection', async ({ page }) => {
    await openList(page, '?state=successful,failed,pending&sort=created');
    const first = rows(page).first();
    const id = await first.getAttribute('data-row');
    await first.getByRole('checkbox').check();
    await page.getByRole('button', { name: /Select all .* of this filter/ }).click();
    await first.getByRole('checkbox').uncheck();
    await page.getByRole('button', { name: 'Export selection' }).click();
    await expect(page.getByRole('dialog')).toContainText('Left out: the 1 that you chose, and no other.');
    const { file, sidecar } = await take(page);
    const certificate = JSON.parse(await readFile(await sidecar.path(), 'utf8')) as Certificate;
    expect(certificate.filter).toContain('without 1 chosen by hand');
    const text = await readFile(await file.path(), 'utf8');
    expect(text).not.toContain(id);
    expect(text.trimEnd().split('\r\n')).toHaveLength(certificate.rows + 1);
  });
});

test.describe('a checker', () => {
  test.use({ role: 'checker', allowedErrors: [/422/] });

  test('takes full account numbers only by saying why', async ({ page }) => {
    await openList(page, '?state=pending');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Full account numbers').check();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(dialog.getByText('Say why in a few words.')).toBeVisible();
    await dialog.getByLabel('Reason').fill('Reconciliation with the bank');
    const { file } = await take(page);
    expect(await readFile(await file.path(), 'utf8')).not.toContain('••••');
    await expect(dialog.getByText('The file is whole')).toBeVisible();
    await page.goto('/exports');
    await expect(page.getByRole('row').nth(1)).toContainText('In full: Reconciliation with the bank');
  });
});
