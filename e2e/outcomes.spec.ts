import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { endSettling } from './support/console-database.ts';
import { newValues } from './support/new-values.ts';
import { makePayout } from './support/payout-form.ts';
import { mark, seesState, wasNotReloaded } from './support/payout-page.ts';
import { acceptedAs, arm, paymentsAskedFor, settle } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

test('a connection dropped after accepting shows as unknown, with evidence, until a query finds the payout', async ({
  page,
}) => {
  const typed = newValues('QP', '0007');
  await arm({ kind: 'drop_webhooks', tracking_id: typed.trackingId, times: 100 });
  await arm({ kind: 'query_not_found', tracking_id: typed.trackingId });
  await makePayout(page, typed);
  await seesState(page, 'sending');
  await expect(page.getByText('No clear answer came: looking for it')).toBeVisible();
  await expect(page.getByText('No clear answer: it may have been accepted').first()).toBeVisible();

  await (await alive(page.getByRole('button', { name: 'Refresh status' }))).click();
  await expect(page.getByText('by tracking id: not found').first()).toBeVisible();
  await seesState(page, 'sending');

  await settle(typed.trackingId, 'successful', { notify: false });
  await page.getByRole('button', { name: 'Refresh status' }).click();
  await seesState(page, 'successful');
  expect(await paymentsAskedFor(typed.trackingId)).toHaveLength(1);
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
});

test('a lost notification is made up for by asking', async ({ page }) => {
  const typed = newValues('OS');
  await makePayout(page, typed);
  await seesState(page, 'pending');
  await mark(page);
  await settle(typed.trackingId, 'failed', { code: 'F.0101', message: 'Account not found', notify: false });
  await page.getByRole('button', { name: 'Refresh status' }).click();
  await seesState(page, 'failed');
  await expect(page.getByText('Account not found').first()).toBeVisible();
  await wasNotReloaded(page);
});

test('a payout that nothing finds is left in doubt to two people', async ({ page, pageOf }) => {
  const typed = newValues('II', '0007');
  await arm({ kind: 'drop_webhooks', tracking_id: typed.trackingId, times: 100 });
  await arm({ kind: 'query_not_found', tracking_id: typed.trackingId, times: 100 });
  const id = await makePayout(page, typed);
  await expect(page.getByText('No clear answer came: looking for it')).toBeVisible();
  await endSettling(typed.trackingId);
  await seesState(page, 'in_doubt');
  await expect(page.getByText('It may or may not have been accepted', { exact: true })).toBeVisible();
  await looksRight(page);

  await (await alive(page.getByRole('button', { name: 'Propose to close it as not paid' }))).click();
  await page.getByLabel('Why?').fill('The provider found no trace of it in its books.');
  await page.getByRole('button', { name: 'Propose it' }).click();
  await expect(page.getByText('Proposed by you. Waits for somebody else.')).toBeVisible();
  await seesState(page, 'in_doubt');

  const checker = await pageOf('checker');
  await checker.goto(`/payouts/${id}`);
  await (await alive(checker.getByRole('button', { name: 'Confirm: close it as not paid' }))).click();
  await checker.getByLabel('What did you check yourself?').fill('The bank statement of today does not show it.');
  await checker.getByRole('dialog').getByRole('button', { name: 'Confirm: close it as not paid' }).click();
  await seesState(checker, 'failed');
  // The maker's page hears of it by itself.
  await seesState(page, 'failed');
  expect(await paymentsAskedFor(typed.trackingId)).toHaveLength(1);
});
