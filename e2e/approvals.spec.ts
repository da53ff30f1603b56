import type { Page } from '@playwright/test';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { joinAs } from './support/colleague.ts';
import { newValues } from './support/new-values.ts';
import { makePayout } from './support/payout-form.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs, settle } from './support/sandbox.ts';
import { E2E } from './support/settings.ts';
import { fillSignIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

/** Above what one checker may let go. */
const LARGE = '1,50,000';
const MIDDLE = '30,000';

const approvals = (page: Page) => page.getByRole('region', { name: 'Approvals' });
const row = (page: Page, section: string, beneficiary: string) =>
  page.getByRole('region', { name: section }).getByRole('listitem').filter({ hasText: beneficiary });

test('a large payout goes out after two checkers have signed it with their passkeys, and the trail says so', async ({
  page,
  pageOf,
}) => {
  const admin = await pageOf('admin');
  const [first, second] = [await pageOf(null), await pageOf(null)];
  const name = await joinAs('checker', { admin, page: first });
  const secondName = await joinAs('checker', { admin, page: second });

  const typed = newValues('OS', '0002', { amount: LARGE });
  const id = await makePayout(page, typed);
  await seesState(page, 'awaiting_approval');
  await expect(approvals(page)).toContainText('two more checkers of 2');
  await expect(approvals(page)).toContainText('You made it: somebody else approves it.');
  await expect(approvals(page).getByRole('button', { name: 'Approve' })).toHaveCount(0);

  await test.step('the first signs it; it is not sent yet', async () => {
    await first.goto(`/payouts/${id}`);
    await (await alive(approvals(first).getByRole('button', { name: 'Approve' }))).click();
    const dialog = first.getByRole('dialog', { name: 'Approve ₹1,50,000.00?' });
    await expect(dialog).toContainText('One lakh fifty thousand rupees');
    await expect(dialog).toContainText('your passkey signs exactly this payout');
    await expect(dialog.getByLabel('Code of your authenticator app')).toHaveCount(0);
    await looksRight(first);
    await dialog.getByRole('button', { name: 'Approve with passkey' }).click();
    await expect(approvals(first)).toContainText('You approved with a passkey');
    await expect(approvals(first)).toContainText('one more checker of 2');
    await expect(approvals(first).getByRole('button', { name: 'Approve' })).toHaveCount(0);
    expect(await acceptedAs(typed.trackingId)).toEqual([]);
  });

  await test.step('withdrawn and given again', async () => {
    await approvals(first).getByRole('button', { name: 'Withdraw my approval' }).click();
    await expect(approvals(first)).toContainText('Waits for two more checkers of 2');
    await approvals(first).getByRole('button', { name: 'Approve' }).click();
    await first.getByRole('button', { name: 'Approve with passkey' }).click();
    await expect(approvals(first)).toContainText('one more checker of 2');
  });

  await test.step('the second signs it from the list, and it is sent', async () => {
    await second.goto('/review');
    const own = second
      .getByRole('region', { name: 'Waits for your approval' })
      .getByRole('listitem')
      .filter({ has: second.locator(`a[href="/payouts/${id}"]`) });
    await (await alive(own.getByRole('button', { name: 'Look' }))).click();
    const sheet = second.getByRole('dialog');
    await expect(sheet).toContainText(`${name} approved with a passkey`);
    await looksRight(second);
    await second.keyboard.press('Escape');
    await own.getByRole('button', { name: 'Approve' }).click();
    await second.getByRole('button', { name: 'Approve with passkey' }).click();
    await expect(own).toHaveCount(0);
    await expect.poll(async () => (await acceptedAs(typed.trackingId)).length).toBe(1);
  });

  await seesState(page, 'pending');
  await settle(typed.trackingId, 'successful');
  await seesState(page, 'successful');
  await expect(approvals(page)).toContainText(`${secondName} approved with a passkey`);

  await test.step('the audit trail has every step of it', async () => {
    await admin.goto(`/audit?payout=${id}`);
    const trail = admin.getByRole('region', { name: 'Audit trail' });
    await expect(trail.getByRole('button', { name: 'approve-payout' })).toHaveCount(3);
    await expect(trail.getByRole('button', { name: 'withdraw-approval' })).toHaveCount(1);
    await expect(trail.getByRole('row').filter({ hasText: secondName }).first()).toBeVisible();
    await expect(trail.getByRole('button', { name: 'claimed' })).toHaveCount(1);
  });
});

test('what is turned down goes back to its maker with the reason, or ends', async ({ page, pageOf }) => {
  const checker = await pageOf('checker');
  const typed = newValues('OS', '0002', { amount: MIDDLE });
  const id = await makePayout(page, typed);

  await test.step('sent back, and submitted again', async () => {
    await checker.goto(`/payouts/${id}`);
    await (await alive(approvals(checker).getByRole('button', { name: 'Turn down' }))).click();
    const dialog = checker.getByRole('dialog', { name: 'Turn it down?' });
    await dialog.getByRole('button', { name: 'Send it back' }).click();
    await expect(dialog).toContainText('Say why, so that the maker can act on it.');
    await looksRight(checker);
    await dialog.getByLabel('Why?').fill('Which invoice is this for?');
    await dialog.getByRole('button', { name: 'Send it back' }).click();
    await expect(dialog).toHaveCount(0);
    await seesState(page, 'created');
    await expect(approvals(page)).toContainText('Which invoice is this for?');
    await page.goto('/review');
    const mine = page.getByRole('region', { name: 'Made by you' }).locator('li', {
      has: page.locator(`a[href="/payouts/${id}"]`),
    });
    await expect(mine).toContainText('Sent back: Which invoice is this for?');
    await (await alive(mine.getByRole('button', { name: 'Submit it again' }))).click();
    await expect(mine).toContainText('Needs one more checker');
  });

  await test.step('rejected', async () => {
    await checker.goto(`/payouts/${id}`);
    await (await alive(approvals(checker).getByRole('button', { name: 'Turn down' }))).click();
    const dialog = checker.getByRole('dialog', { name: 'Turn it down?' });
    await dialog.getByRole('radio', { name: /^Reject/ }).check();
    await dialog.getByLabel('Why?').fill('This invoice was paid in October.');
    await dialog.getByRole('button', { name: 'Reject it' }).click();
    await page.goto(`/payouts/${id}`);
    await seesState(page, 'cancelled');
    await expect(approvals(page)).toContainText('This invoice was paid in October.');
    expect(await acceptedAs(typed.trackingId)).toEqual([]);
  });
});

test('several are approved at once, with their total in words; others are told why they cannot', async ({
  page,
  pageOf,
}) => {
  const family = `Batch ${Date.now()}`;
  const made = [];
  for (const amount of ['30,000', '40,000.50']) {
    const typed = newValues('OS', '0002', { amount, 'customer.last_name': family });
    made.push({ ...typed, id: await makePayout(page, typed) });
  }

  await test.step('a maker and an admin see why they cannot', async () => {
    await page.goto('/review');
    await expect(row(page, 'Made by you', family)).toHaveCount(2);
    const admin = await pageOf('admin');
    await admin.goto('/review');
    await expect(row(admin, 'Waits for others', family).first()).toContainText('Your role (admin) does not approve.');
    await looksRight(admin);
  });

  const checker = await pageOf('checker');
  await checker.goto('/review');
  const waiting = row(checker, 'Waits for your approval', family);
  await expect(waiting).toHaveCount(2);
  for (const one of await waiting.all()) await one.getByRole('checkbox').check();
  const chosen = checker.getByRole('listitem').filter({ hasText: '2 chosen' });
  await expect(chosen).toContainText('₹70,000.50');
  await expect(chosen).toContainText('Seventy thousand rupees and fifty paise');
  await looksRight(checker);
  await chosen.getByRole('button', { name: 'Approve 2' }).click();
  await checker.getByRole('dialog', { name: 'Approve 2 payouts?' }).getByRole('button', { name: 'Approve' }).click();
  await expect(waiting).toHaveCount(0);
  for (const { trackingId } of made) await expect.poll(async () => (await acceptedAs(trackingId)).length).toBe(1);
});

test('a policy is proposed by one admin and in force when another consents', async ({ pageOf }) => {
  const admin = await pageOf('admin');
  await admin.goto('/settings/policy');
  await expect(admin.getByText('Up to ₹25,000.00: nobody else.')).toBeVisible();
  await (await alive(admin.getByRole('button', { name: 'Propose another policy' }))).click();
  const dialog = admin.getByRole('dialog', { name: 'Propose another policy' });
  await dialog.getByLabel('No checker up to').fill('2,00,000');
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  await expect(dialog.getByText('Each band ends above the one before.')).toBeVisible();
  await looksRight(admin);
  await dialog.getByLabel('No checker up to').fill('25,000');
  await dialog.getByLabel('Days until it goes back to the maker').fill('5');
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  await expect(admin.getByText('Waits for the consent of another admin.')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Consent: put it in force' })).toHaveCount(0);
  await looksRight(admin);

  const second = await pageOf(null);
  await second.goto('/sign-in');
  await fillSignIn(second, 'admin2@example.test', E2E.demoPassword);
  await second.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await second.goto('/settings/policy');
  await (await alive(second.getByRole('button', { name: 'Consent: put it in force' }))).click();
  const inForce = second.getByRole('region', { name: 'Approvals in force' });
  await expect(inForce).toContainText('goes back to its maker after 5 days.');
  await expect(second.getByRole('button', { name: 'Consent: put it in force' })).toHaveCount(0);
  await looksRight(second);
});
