import { join } from 'node:path';
import { readShops } from '#lib/sandbox/shops.ts';
import { alive } from './support/alive.ts';
import { newValues } from './support/new-values.ts';
import { fillIn, openForm, pay, review } from './support/payout-form.ts';
import { seesState } from './support/payout-page.ts';
import { acceptedAs, paymentsAskedFor } from './support/sandbox.ts';
import { E2E, SANDBOX_URL } from './support/settings.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

test('wrong credentials stop a connection and lose nothing; the right ones let it go on', async ({ page, pageOf }) => {
  const typed = newValues('EAN');
  const shop = (await readShops(join(E2E.dataDir, 'sandbox'))).find(({ option }) => option === typed.code);
  // One of its own: other journeys pay through the first connection of each option meanwhile. It sorts after that.
  const name = `Second shop ${typed.trackingId}`;
  const admin = await pageOf('admin');
  await admin.goto('/settings/connections/new');
  await alive(admin.getByLabel('Name'));
  await admin.getByLabel('Name').fill(name);
  await admin.getByLabel('Integration option').selectOption(typed.code);
  await admin.getByLabel('Gateway address').fill(SANDBOX_URL);
  await admin.getByLabel('Shop ID').fill(shop?.shopId ?? '');
  await admin.getByLabel('Secret key').fill('not-the-secret-of-this-shop');
  await admin.getByLabel('Public key').fill(shop?.publicKey ?? '');
  await admin.getByRole('button', { name: 'Add the connection' }).click();
  await expect(admin.getByRole('heading', { name })).toBeVisible();

  await openForm(page, typed.code);
  await page.getByLabel('Connection', { exact: true }).selectOption({ label: name });
  await fillIn(page, typed);
  await review(page);
  await expect(page.getByText(name).first()).toBeVisible();
  await pay(page);
  await seesState(page, 'queued');
  await expect(page.getByText(`${name} is paused`)).toBeVisible();
  await expect(page.getByText('Nothing is sent through it until that is mended.')).toBeVisible();
  expect((await paymentsAskedFor(typed.trackingId)).map(({ answered }) => answered)).toEqual([401]);

  const other = await pageOf('maker');
  await openForm(other, typed.code);
  await other.getByLabel('Connection', { exact: true }).selectOption({ label: `${name} (stands still)` });
  await expect(other.getByText(`${name} stands still`)).toBeVisible();

  await admin.reload();
  await expect(admin.getByText('Saving the right secret key lets them go on.')).toBeVisible();
  await (await alive(admin.getByRole('button', { name: 'Check the connection' }))).click();
  await expect(admin.getByText('The check failed')).toBeVisible();
  expect(await acceptedAs(typed.trackingId)).toHaveLength(0);
  await admin.getByLabel('Secret key').fill(shop?.secret ?? '');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText(`${name} was saved`)).toBeVisible();
  await expect(admin.getByLabel('Secret key')).toHaveValue('');

  await seesState(page, 'pending');
  const sent = await paymentsAskedFor(typed.trackingId);
  expect(sent.map(({ answered }) => answered)).toEqual([401, 200]);
  expect(new Set(sent.map(({ headers }) => headers.requestid)).size).toBe(1);
  expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
  await admin.getByRole('button', { name: 'Check the connection' }).click();
  await expect(admin.getByText('The gateway accepts these credentials')).toBeVisible();
  expect(await admin.content()).not.toContain(shop?.secret);
});
