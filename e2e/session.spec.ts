import { alive } from './support/alive.ts';
import { accountInput, newValues } from './support/new-values.ts';
import { control, fillIn, openForm, pay, ready, review, reviewButton, typeAccount } from './support/payout-form.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs } from './support/sandbox.ts';
import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

// What a page asks for beside its form is refused once the session is gone.
test.use({ role: 'maker', allowedErrors: [/401 \(Unauthorized\)/] });

test('a session that ended costs nothing that was typed: sign in in another tab and go on', async ({
  page,
  context,
}) => {
  const typed = newValues('QP');
  await openForm(page, 'QP');
  await fillIn(page, typed);
  await context.clearCookies();
  await reviewButton(page).click();
  await expect(page.getByText('Your session has ended').filter({ visible: true })).toBeVisible();
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Sign in' }).click();
  const other = await opening;
  await signIn(other, 'maker');
  await other.close();
  // Also the account number, which only this page's memory has.
  await expect(control(page, accountInput(typed.option))).toHaveValue(typed.account);
  await review(page);
  await pay(page);
  await seesState(page, 'pending');
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
});

test('a session that ends under review costs nothing either', async ({ page, context }) => {
  const typed = newValues('OS');
  await openForm(page, 'OS');
  await fillIn(page, typed);
  await review(page);
  await context.clearCookies();
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByText('Your session has ended').filter({ visible: true })).toBeVisible();
  expect(await acceptedAs(typed.trackingId)).toHaveLength(0);
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Sign in' }).click();
  const other = await opening;
  await signIn(other, 'maker');
  await other.close();
  await pay(page);
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
});

test('a draft outlives a reload and a new sign-in, without the account number', async ({ page, context }) => {
  const typed = newValues('PF');
  await openForm(page, 'PF');
  await fillIn(page, typed);
  await context.clearCookies();
  await page.reload();
  await expect(page).toHaveURL('/sign-in?next=%2Fpayouts%2Fnew');
  await signIn(page, 'maker');
  await ready(page);
  await expect(page.locator('input[name="option"][value="PF"]')).toBeChecked();
  await expect(control(page, 'customer.city')).toHaveValue('New Delhi');
  await expect(control(page, 'customer.state')).toHaveValue('DL');
  await expect(control(page, 'amount')).toHaveValue(String(typed.values.amount));
  await expect(control(page, accountInput(typed.option))).toHaveValue('');
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]));
  expect(stored).not.toContain(typed.account);
  expect(stored).toContain(typed.trackingId);
  await typeAccount(page, typed);
  await review(page);
  await pay(page);
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
});

test('what two options both ask for survives a change of option', async ({ page }) => {
  const typed = newValues('QP');
  await openForm(page, 'QP');
  await fillIn(page, typed);
  await page.locator('input[name="option"][value="EAN"]').check();
  await expect(control(page, 'customer.first_name')).toHaveValue('Asha');
  await expect(control(page, 'method.account_number')).toHaveValue(typed.account);
  await expect(control(page, 'customer.email')).toHaveCount(0);
  await page.locator('input[name="option"][value="QP"]').check();
  await expect(control(page, 'customer.email')).toHaveValue('asha@example.test');
  await expect(control(page, 'method.account')).toHaveValue(typed.account);
});

test('signing out closes the console in this browser', async ({ pageOf }) => {
  // With a session of its own: the kept ones serve other journeys.
  const page = await pageOf(null);
  await signIn(page, 'checker');
  await (await alive(page.getByRole('button', { name: /account menu/ }))).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/payouts');
  await expect(page).toHaveURL('/sign-in?next=%2Fpayouts');
});
