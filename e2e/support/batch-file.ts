import { expect, type Page } from '@playwright/test';
import { CATALOG } from '#lib/domain/catalog.ts';
import { alive } from './alive.ts';

/** Headers as people write them. */
export const HEADER = [
  'option',
  'A/C No.',
  'IFSC Code',
  'Payee',
  'First name',
  'Surname',
  'Mobile',
  'Bank',
  'Amt',
  'Narration',
  'Reference',
];
/** Every option that asks for nothing beyond these columns. */
export const CODES = Object.entries(CATALOG)
  .filter(([, { fields }]) =>
    fields.every(
      ({ required, kind }) => !required || !['address', 'pin', 'city', 'state', 'email', 'wallet'].includes(kind),
    ),
  )
  .map(([code]) => code);
/** Drops a file where batches begin; whatever has several connections takes the sandbox's. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.goto('/batches/new');
  await alive(page.getByLabel('Choose a file'));
  await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(page.getByRole('heading', { name: 'Rows' })).toBeVisible();
  await chooseSandbox(page);
}

/** Other journeys add connections: an option that has several takes the one that the console brings along. */
async function chooseSandbox(page: Page): Promise<void> {
  for (const choice of await page.getByLabel(/^Connection for option/).all()) {
    const names = await choice.locator('option').allTextContents();
    await choice.selectOption({ label: names.find((name) => name.startsWith('Sandbox ')) });
  }
}

/** The line that tells how many rows can be paid. */
export const said = (page: Page) => page.getByRole('status').filter({ hasText: 'can be paid' });
