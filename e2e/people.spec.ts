import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { addAuthenticator, addFirstPasskey } from './support/colleague.ts';
import { fillSignIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

// Of the person who is switched off.
test.use({ role: 'admin', allowedErrors: [/401 \(Unauthorized\)/] });

test('an admin invites a person, who joins, changes what they may do, and switches them off', async ({
  page,
  pageOf,
}) => {
  const name = `Nandini Krishnan ${Date.now() % 100_000}`;
  const email = `nandini.${Date.now()}@example.test`;
  await page.goto('/settings/people');
  await (await alive(page.getByRole('button', { name: 'Invite a person' }))).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('radio', { name: /^viewer/ }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByText(`Hand this link to ${name}`)).toBeVisible();
  const link = (await page.getByRole('dialog').locator('.font-mono').textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('The link works until').first()).toBeVisible();

  const person = await pageOf(null);
  await addAuthenticator(person.context(), person);
  await person.goto(link);
  await expect(person.getByRole('heading', { name: `Welcome, ${name}` })).toBeVisible();
  await looksRight(person);
  await alive(person.getByLabel('Password', { exact: true }));
  await person.getByLabel('Password', { exact: true }).fill('monsoon over the ghats');
  await person.getByLabel('Password again').fill('monsoon over the ghat');
  await person.getByRole('button', { name: 'Join' }).click();
  await expect(person.getByText('The two passwords differ.')).toBeVisible();
  await person.getByLabel('Password again').fill('monsoon over the ghats');
  await person.getByRole('button', { name: 'Join' }).click();
  await person.waitForURL('/payouts');
  await expect(person.getByRole('link', { name: 'New payout' })).toHaveCount(0);

  const late = await pageOf(null);
  await late.goto(link);
  await expect(late.getByText('This link no longer works')).toBeVisible();
  await looksRight(late);

  await page.reload();
  await (await alive(page.getByLabel(`Role of ${name}`))).selectOption('maker');
  await expect(page.getByText(`${name} is maker now`)).toBeVisible();
  await person.goto('/payouts');
  await addFirstPasskey(person);
  await expect(person.getByRole('link', { name: 'New payout' })).toBeVisible();

  await page.getByRole('button', { name: `Switch off: ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText(`${name} is switched off`)).toBeVisible();
  await person.goto('/payouts');
  await expect(person).toHaveURL(/\/sign-in/);
  await fillSignIn(person, email, 'monsoon over the ghats');
  await expect(person.getByRole('alert').first()).toBeVisible();
  await expect(person).toHaveURL(/\/sign-in/);
});

test('an admin manages and cannot pay', async ({ page }) => {
  await page.goto('/payouts');
  await expect(page.getByRole('link', { name: 'New payout' })).toHaveCount(0);
  await page.goto('/payouts/new');
  await expect(page.getByText('Your role makes no payouts')).toBeVisible();
});
