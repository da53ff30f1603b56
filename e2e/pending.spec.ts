import type { Locator, Page } from '@playwright/test';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { letWait } from './support/console-database.ts';
import { newValues, type Typed } from './support/new-values.ts';
import { makePayout } from './support/payout-form.ts';
import { seesState } from './support/payout-page.ts';
import { settle } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const item = (page: Page, id: string): Locator =>
  page.getByRole('listitem').filter({ has: page.locator(`a[href="/payouts/${id}"]`) });

test('what is pending for long says why; it is asked about, noted and looked after', async ({ page, pageOf }) => {
  test.setTimeout(240_000);
  const made: (Typed & { id: string })[] = [];
  for (const code of ['OS', 'QP']) {
    const typed = newValues(code, '0002');
    made.push({ ...typed, id: await makePayout(page, typed) });
    await seesState(page, 'pending');
    // Longer than any weekend: what should have been settled counts working days.
    await letWait(typed.trackingId, 240);
  }
  const [first, second] = made as [Typed & { id: string }, Typed & { id: string }];

  await test.step('the inbox has it, with the reasons and what to do next', async () => {
    await page.goto('/review');
    await page.getByRole('navigation', { name: 'Review' }).getByRole('link', { name: 'Pending' }).click();
    await page.waitForURL('**/review?tab=pending');
    const buckets = page.getByRole('navigation', { name: 'Age against what is usual' });
    await expect(buckets.getByRole('link', { name: /^All/ })).toHaveAttribute('aria-current', 'page');
    const own = item(page, first.id);
    await expect(own).toContainText('Nobody looks after it');
    await alive(own.getByRole('checkbox'));
    await own.getByText('Why, and what next').click();
    await expect(own).toContainText('It has waited 10 days');
    await expect(own).toContainText('By the rule of IMPS it should have been settled or returned by');
    await expect(own).toContainText('Ask the provider what became of it, by its uid');
    await expect(own.getByText('Next check')).toBeVisible();
    await looksRight(page);
  });

  await test.step('chosen by the keyboard, refreshed in turn, also when the page is left', async () => {
    for (const { id } of made) {
      await item(page, id).getByRole('checkbox').focus();
      await page.keyboard.press('Space');
    }
    await expect(page.getByRole('status').filter({ hasText: '2 chosen' })).toBeVisible();
    await page.getByRole('button', { name: 'Refresh status', exact: true }).focus();
    await page.keyboard.press('Enter');
    const refreshes = page.getByRole('group', { name: 'Status refreshes' });
    await expect(refreshes).toContainText('Picked by hand');
    await page.goto('/payouts');
    await page.goto('/review?tab=pending');
    await expect(refreshes).toContainText('2 chosen, 2 answered', { timeout: 30_000 });
    await expect(item(page, first.id)).toContainText('found, pending');
  });

  await test.step('noted, but never with the account number', async () => {
    await (await alive(item(page, first.id).getByRole('checkbox'))).check();
    await page.getByRole('button', { name: 'Add a note' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a note' });
    await dialog.getByLabel('Note').fill(`Asked the bank about ${first.account}`);
    await dialog.getByRole('button', { name: 'Add the note' }).click();
    await expect(dialog).toContainText('Leave the account number out of the note');
    await looksRight(page);
    await dialog.getByLabel('Note').fill('Asked the bank; they call back today.');
    await dialog.getByRole('button', { name: 'Add the note' }).click();
    await expect(item(page, first.id)).toContainText('they call back today');
  });

  await test.step('taken by one person, and handed over by another', async () => {
    await page.getByRole('button', { name: 'Look after' }).click();
    await page.getByRole('menuitem', { name: 'Take it' }).click();
    await expect(item(page, first.id)).not.toContainText('Nobody looks after it');
    const checker = await pageOf('checker');
    await checker.goto(`/payouts/${first.id}`);
    await expect(checker.getByText('Asked the bank; they call back today.')).toBeVisible();
    const care = checker.getByRole('region', { name: 'Who looks after it' });
    await expect(care).toContainText('What to do next');
    await (await alive(care.getByRole('button', { name: 'Look after' }))).click();
    await checker.getByRole('menuitem', { name: 'Take it' }).click();
    await expect(checker.getByText('Somebody looks after it already')).toBeVisible();
    await looksRight(checker);
  });

  await test.step('gone from the inbox when it is final', async () => {
    for (const { trackingId } of made) await settle(trackingId, 'successful');
    for (const { id } of made) await expect(item(page, id)).toHaveCount(0, { timeout: 60_000 });
    await page.goto(`/payouts/${second.id}`);
    await seesState(page, 'successful');
    await expect(page.getByText('Why it is pending')).toHaveCount(0);
  });
});

test('a final status that changed later stays in the inbox, with both facts, until it is acknowledged', async ({
  page,
  pageOf,
}) => {
  const typed = newValues('OS', '0002');
  const id = await makePayout(page, typed);
  await seesState(page, 'pending');
  await settle(typed.trackingId, 'successful');
  await seesState(page, 'successful');
  await settle(typed.trackingId, 'failed', { manually_corrected: true });
  await seesState(page, 'failed');

  const checker = await pageOf('checker');
  await checker.goto('/review?tab=pending');
  const changed = checker.getByRole('region', { name: /^Changed after they were final/ });
  const own = changed.getByRole('listitem').filter({ has: checker.locator(`a[href="/payouts/${id}"]`) });
  await expect(own).toContainText('was Successful');
  await expect(own).toContainText('is now Failed');
  await expect(own).toContainText('Signed notification: failed');
  await expect(own).toContainText('Status query: failed');
  await expect(own).toContainText('People at the gateway corrected it');
  await looksRight(checker);

  await page.goto('/review?tab=pending');
  await expect(page.locator(`a[href="/payouts/${id}"]`)).toBeVisible();
  await (await alive(own.getByRole('button', { name: /^Acknowledge/ }))).click();
  await expect(own).toHaveCount(0);
  // The other page hears of it by itself.
  await expect(page.locator(`a[href="/payouts/${id}"]`)).toHaveCount(0);
});
