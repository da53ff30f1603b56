import { csvLine } from '#lib/domain/csv.ts';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker', allowedErrors: [/422/] });

const csv = (name: string, rows: string[][]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(rows.map(csvLine).join(''), 'utf8'),
});

test('people of a file are recipients once a checker agreed and the accounts have rested', async ({ page, pageOf }) => {
  test.setTimeout(180_000);
  const run = String(Date.now()).slice(-8);
  await page.goto('/recipients');
  await (await alive(page.getByRole('button', { name: 'Import' }))).click();
  const dialog = page.getByRole('dialog');
  const file = dialog.getByLabel('File');

  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog.getByText('Choose a file.')).toBeVisible();
  await file.setInputFiles(
    csv('towns.csv', [
      ['Name', 'Town'],
      ['Asha', 'Pune'],
    ]),
  );
  await dialog.getByLabel('Where the list comes from').fill('The vendors of this year, called back.');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog.getByRole('alert')).toContainText('No column is called Account number or IFSC');
  await expect(dialog.getByLabel('Where the list comes from')).toHaveValue('The vendors of this year, called back.');
  await looksRight(page);

  await file.setInputFiles(
    csv('vendors.csv', [
      ['Vendor name', 'A/C No.', 'IFSC Code'],
      [`Kabir Anand ${run}`, `701${run}01`, 'HDFC0000325'],
      ['Shortened', '7.01E+11', 'HDFC0000325'],
      [`Leela Bose ${run}`, `701${run}02`, 'SBIN0000300'],
    ]),
  );
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('2 people wait for a checker.');
  await expect(dialog.getByRole('region', { name: '1 line was left out' })).toContainText('Line 3');
  await looksRight(page);
  await dialog.getByRole('link', { name: 'wait for a checker' }).click();
  await expect(page.getByRole('heading', { name: '2 imported recipients' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Confirm/ })).toHaveCount(0);
  const address = page.url();

  const checker = await pageOf('checker');
  await checker.goto('/review');
  await checker
    .getByRole('region', { name: 'Imported recipients' })
    .getByRole('link', { name: '2 recipients' })
    .last()
    .click();
  await expect(checker).toHaveURL(address);
  await looksRight(checker);
  await (await alive(checker.getByRole('button', { name: 'Confirm all 2' }))).click();
  await expect(checker.getByText('in use from')).toBeVisible();

  await page.goto(`/recipients?q=${encodeURIComponent(`Kabir Anand ${run}`)}`);
  await page.getByRole('link', { name: `Kabir Anand ${run}` }).click();
  await expect(page.getByText(/Nobody paid them yet. This account is new and rests until/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pay', exact: true })).toHaveCount(0);
  await looksRight(page);
});
