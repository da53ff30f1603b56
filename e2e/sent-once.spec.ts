import { newValues, type Typed } from './support/new-values.ts';
import {
  arrived,
  control,
  fillIn,
  openForm,
  pay,
  payButton,
  ready,
  review,
  typeAccount,
} from './support/payout-form.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs, paymentsAskedFor } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

async function wasSentOnce({ trackingId }: Typed): Promise<void> {
  await expect.poll(async () => (await acceptedAs(trackingId)).length).toBe(1);
  expect(await paymentsAskedFor(trackingId)).toHaveLength(1);
}

test('a double click pays once', async ({ page }) => {
  const typed = newValues('QP');
  await openForm(page, 'QP');
  await fillIn(page, typed);
  await review(page);
  await payButton(page).dblclick();
  await arrived(page);
  await seesState(page, 'pending');
  await wasSentOnce(typed);
});

test('Enter held down pays once, and does not pay at all from the form', async ({ page }) => {
  const typed = newValues('EA');
  await openForm(page, 'EA');
  await fillIn(page, typed);
  await control(page, 'description').focus();
  for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(payButton(page)).toBeVisible();
  expect(await paymentsAskedFor(typed.trackingId)).toHaveLength(0);
  await payButton(page).focus();
  for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await arrived(page);
  await wasSentOnce(typed);
});

test('going back and sending again leads to the payout that was made', async ({ page }) => {
  const typed = newValues('OS');
  await openForm(page, 'OS');
  await fillIn(page, typed);
  await review(page);
  const id = await pay(page);
  await seesState(page, 'pending');
  await page.goBack();
  await expect(page.getByText('This form has made its payout')).toBeVisible();
  await expect(control(page, 'customer.first_name')).toHaveValue('Asha');
  await ready(page);
  await typeAccount(page, typed);
  await review(page);
  expect(await pay(page)).toBe(id);
  await expect(page.getByText('This form was already sent').first()).toBeVisible();
  await wasSentOnce(typed);
});

test('going back and sending other values is a conflict, not a second payout', async ({ page }) => {
  const typed = newValues('OS');
  await openForm(page, 'OS');
  await fillIn(page, typed);
  await review(page);
  await pay(page);
  await page.goBack();
  await ready(page);
  await typeAccount(page, newValues('OS'));
  await review(page);
  await payButton(page).click();
  await expect(page.getByText('This form was already sent with other values.').filter({ visible: true })).toBeVisible();
  await wasSentOnce(typed);
});

test('two tabs of one draft make one payout', async ({ page, context }) => {
  const typed = newValues('PF');
  await openForm(page, 'PF');
  await fillIn(page, typed);
  const opening = context.waitForEvent('page');
  await page.evaluate(() => void window.open('/payouts/new'));
  const other = await opening;
  await ready(other);
  // The draft came along, the account number did not.
  await expect(control(other, 'customer.city')).toHaveValue('New Delhi');
  await expect(control(other, 'method.account')).toHaveValue('');
  await typeAccount(other, typed);
  await review(page);
  await review(other);
  const id = await pay(page);
  expect(await pay(other)).toBe(id);
  await wasSentOnce(typed);
});
