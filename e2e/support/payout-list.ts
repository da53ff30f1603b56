import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { alive } from './alive.ts';

export const rows = (page: Page): Locator => page.getByRole('grid', { name: 'Payouts' }).locator('[data-row]');

/** Opens the list and waits until it has come to life. */
export async function openList(page: Page, query = ''): Promise<void> {
  await page.goto(`/payouts${query}`);
  await alive(page.getByRole('searchbox'));
}

/** Presses a key until a row has the focus: what is pressed before the list listens is lost, as it is in any page. */
export async function firstKey(page: Page, key: string): Promise<void> {
  const focused = page.locator('[data-row-link]:focus');
  await expect(async () => {
    if ((await focused.count()) === 0) await page.keyboard.press(key);
    await expect(focused).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
}

/** Searches the list of payouts and waits until it shows so many rows. */
export async function search(page: Page, text: string, count = 1): Promise<void> {
  await openList(page);
  await page.getByRole('searchbox').fill(text);
  await expect(page.getByRole('group', { name: 'Filter' })).toContainText(`Search “${text}”`);
  await expect(rows(page)).toHaveCount(count);
}

export type ExportedRow = Record<string, string>;

/** Exports as CSV and reads the file: its name, and its rows by the words of its head. */
export async function exportRows(page: Page): Promise<{ name: string; text: string; rows: ExportedRow[] }> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const download = await downloading;
  const text = await readFile(await download.path(), 'utf8');
  return { name: download.suggestedFilename(), text, rows: parse(text, { bom: true, columns: true }) };
}
