import { CATALOG } from '#lib/domain/catalog.ts';
import { explainAmount } from '#lib/domain/instruction.ts';
import { formatPlain } from '#lib/domain/money.ts';
import { lookUp } from '#lib/domain/request.ts';
import { withValue } from '#lib/domain/sample.ts';
import { accountInput, newValues } from './support/new-values.ts';
import {
  arrived,
  control,
  fillIn,
  openForm,
  pay,
  payButton,
  review,
  reviewButton,
  typeAccount,
} from './support/payout-form.ts';
import { rows, search } from './support/payout-list.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs, paymentsAskedFor } from './support/sandbox.ts';
import { BASE_URL } from './support/settings.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

const REFUSED_AMOUNTS = [
  ['', 'Enter an amount in rupees, for example 1,50,000 or 1.5L.'],
  ['0', 'The amount is zero: enter at least 0.01 rupees.'],
  ['-500', 'Write the amount without a sign: only amounts above zero can be paid.'],
  ['10.505', 'Rupees have at most two decimals: write 150.50, not 150.505.'],
  ['1e5', 'Write the amount in full, without an exponent: 100000, not 1e5.'],
  ['५००', '“५” is a Devanagari digit: type the amount with the digits 0 to 9.'],
  ['1234567890123456789', 'The amount is too large'],
  ['1,5,000', 'The commas are not where they belong'],
  ['500\u202e', 'The amount contains an invisible character'],
] as const;

test('an amount that cannot be paid says why beside its field', async ({ page }) => {
  await openForm(page, 'QP');
  for (const [typed, sentence] of REFUSED_AMOUNTS) {
    await control(page, 'amount').fill(typed);
    await control(page, 'amount').blur();
    await expect(control(page, 'amount'), typed).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('alert').filter({ hasText: sentence }), typed).toBeVisible();
  }
  await control(page, 'amount').fill('1.5L');
  await expect(page.getByText('One lakh fifty thousand rupees').first()).toBeVisible();
  await expect(control(page, 'amount')).not.toHaveAttribute('aria-invalid', 'true');
});

test('an amount outside an option’s own limits says what the option pays', async ({ page }) => {
  for (const [code, { amount: rule }] of Object.entries(CATALOG)) {
    if (!rule) continue;
    const { minMinor, maxMinor, multipleOfMinor } = rule;
    const beyond = [
      minMinor && minMinor - 1n,
      maxMinor && maxMinor + 1n,
      multipleOfMinor && 500n * multipleOfMinor + 1n,
    ];
    await openForm(page, code);
    for (const amountMinor of beyond) {
      if (!amountMinor) continue;
      await control(page, 'amount').fill(formatPlain(amountMinor));
      await control(page, 'amount').blur();
      await expect(page.getByRole('alert').filter({ hasText: explainAmount(rule, amountMinor) ?? '' })).toBeVisible();
    }
  }
});

test('nothing goes on while a field is wrong; the first one takes the focus', async ({ page }) => {
  await openForm(page, 'PF');
  await reviewButton(page).click();
  await expect(page.getByText('things need your attention')).toBeVisible();
  await expect(control(page, 'method.account')).toBeFocused();
  const typed = newValues('PF', '0002', { 'customer.first_name': 'x'.repeat(256) });
  await fillIn(page, typed);
  await control(page, 'account_again').fill(`${typed.account}1`);
  await reviewButton(page).click();
  await expect(page.getByText('The two account numbers differ.').first()).toBeVisible();
  await expect(page.getByText('shorten it to 255 characters; it has 256.').first()).toBeVisible();
  expect(await paymentsAskedFor(typed.trackingId)).toHaveLength(0);
});

test('a million letters in a field are refused, and the page stays alive', async ({ page }) => {
  const typed = newValues('QP');
  await openForm(page, 'QP');
  await fillIn(page, typed);
  await control(page, 'description').evaluate((input: HTMLInputElement) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    set?.call(input, 'x'.repeat(1_000_000));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await reviewButton(page).click();
  await expect(page.getByText('Description: shorten it to 255 characters; it has 1000000.').first()).toBeVisible();
  await control(page, 'description').fill('Rent');
  await review(page);
});

test('a field the gateway refuses is marked, what was typed stays, and the corrected form is a new payout', async ({
  page,
}) => {
  const refused = newValues('QP', '0009');
  await openForm(page, 'QP');
  await fillIn(page, refused);
  await review(page);
  await payButton(page).click();
  await expect(page.getByText('The gateway refused this payout: nothing was paid')).toBeVisible();
  await expect(page.getByText('IFSC: the gateway says “is invalid”.').first()).toBeVisible();
  await expect(control(page, 'method.ifsc_code')).toHaveAttribute('aria-invalid', 'true');
  await expect(control(page, 'method.ifsc_code')).toBeFocused();
  for (const path of [accountInput(refused.option), 'customer.first_name', 'customer.email', 'description']) {
    await expect(control(page, path), path).toHaveValue(String(lookUp(refused.values, path)));
  }

  const mended = newValues('QP');
  await typeAccount(page, mended);
  await control(page, 'tracking_id').fill(mended.trackingId);
  await review(page);
  await pay(page);
  await seesState(page, 'pending');
  expect(await acceptedAs(refused.trackingId)).toHaveLength(0);
  expect(await acceptedAs(mended.trackingId)).toHaveLength(1);
});

test('a tracking id that is taken is said at its field', async ({ page }) => {
  const first = newValues('EAN');
  await openForm(page, 'EAN');
  await fillIn(page, first);
  await review(page);
  await pay(page);
  const second = { ...newValues('EAN'), values: withValue(newValues('EAN').values, 'tracking_id', first.trackingId) };
  await openForm(page, 'EAN');
  await fillIn(page, second);
  await review(page);
  await payButton(page).click();
  await expect(control(page, 'tracking_id')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Another payout has this tracking id.').first()).toBeVisible();
  expect(await acceptedAs(first.trackingId)).toHaveLength(1);
});

test('what goes twice to the same account asks for a tick, and links to the other payout', async ({
  page,
  context,
}) => {
  const first = newValues('OS');
  await openForm(page, 'OS');
  await fillIn(page, first);
  await review(page);
  const id = await pay(page);
  await openForm(page, 'OS');
  await fillIn(page, { ...first, values: withValue(first.values, 'tracking_id', `${first.trackingId}-2`) });
  await reviewButton(page).click();
  await payButton(page).click();
  await expect(page.getByText('Tick this once you have looked at it.')).toBeVisible();
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: /See that payout/ }).click();
  await expect(await opening).toHaveURL(`/payouts/${id}`);
  expect(await paymentsAskedFor(`${first.trackingId}-2`)).toHaveLength(0);
  await page.locator('input[name^="confirm:amount:likely_duplicate"]').check();
  await payButton(page).click();
  await arrived(page);
  await expect(page.getByText('Amount: likely duplicate')).toBeVisible();
});

test('a viewer gets no form, and a forged call of a viewer or of nobody pays nothing', async ({ page, pageOf }) => {
  const viewer = await pageOf('viewer');
  await viewer.goto('/payouts/new');
  await expect(viewer.getByText('Your role makes no payouts')).toBeVisible();
  await expect(viewer.locator('form')).toHaveCount(0);

  const typed = newValues('GP');
  await openForm(page, 'GP');
  await fillIn(page, typed);
  await review(page);
  const asking = page.waitForRequest((request) => request.headers()['next-action'] !== undefined);
  await pay(page);
  const genuine = await asking;
  const forge = async (by: typeof page, trackingId: string) => {
    const body = (genuine.postData() ?? '')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, crypto.randomUUID())
      .replaceAll(typed.trackingId, trackingId)
      .replaceAll(typed.account, `${typed.account.slice(0, 8)}7777${typed.account.slice(-4)}`);
    const { 'next-action': action = '', 'content-type': type = '', accept = '' } = genuine.headers();
    const response = await by.request.post('/payouts/new', {
      data: body,
      headers: { 'next-action': action, 'content-type': type, accept, origin: BASE_URL },
    });
    return response.text();
  };
  expect(await forge(viewer, `${typed.trackingId}-viewer`)).toContain('"code":"forbidden"');
  expect(await forge(await pageOf(null), `${typed.trackingId}-nobody`)).toContain('"code":"unauthenticated"');
  // The same call by a maker is taken, so what was refused above was the person.
  expect(await forge(page, `${typed.trackingId}-maker`)).toContain('"created":true');
  await expect.poll(async () => (await acceptedAs(`${typed.trackingId}-maker`)).length).toBe(1);
  await search(page, `${typed.trackingId}-`);
  await expect(rows(page)).toContainText(`${typed.trackingId}-maker`);
  for (const who of ['viewer', 'nobody']) expect(await paymentsAskedFor(`${typed.trackingId}-${who}`)).toHaveLength(0);
});
