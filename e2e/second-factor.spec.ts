import type { BrowserContext, Page } from '@playwright/test';
import pg from 'pg';
import { loadKeys } from '#lib/launch/keys.ts';
import { stepAt, totpCode } from '#lib/people/totp-code.ts';
import { BASE_URL, E2E } from './support/settings.ts';
import { expect, test } from './support/test.ts';

const PASSWORD = 'four brown horses';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

test('a maker who was invited adds a passkey and an app, comes in by each, and by a recovery code', async ({
  browser,
  page: adminPage,
}) => {
  const email = `asha-${Date.now()}@example.test`;
  const link = await invite(adminPage, email);
  const context = await browser.newContext({ baseURL: BASE_URL });
  const page = await context.newPage();
  await addAuthenticator(context, page);

  await page.goto(link);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeVisible();

  await test.step('nothing else is open before it', async () => {
    for (const path of ['/payouts', '/payouts/new', '/settings/account', '/options']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'Add a second factor' }), path).toBeVisible();
    }
    expect((await page.request.get('/api/payouts')).status()).toBe(401);
  });

  const halfCookie = await sessionCookie(context);
  const codes = await test.step('a passkey opens the console and brings recovery codes', async () => {
    await page.getByLabel('Name of the passkey').fill('Work laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const listed = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await expect(listed).toHaveCount(10);
    const shown = await listed.allTextContents();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page).toHaveURL(/\/(options|payouts)/);
    return shown;
  });

  await test.step('the cookie of before is worth nothing', async () => {
    expect(await sessionCookie(context)).not.toBe(halfCookie);
    const thief = await browser.newContext({ baseURL: BASE_URL });
    await thief.addCookies([{ name: 'paydesk.session_token', value: halfCookie, url: BASE_URL }]);
    expect((await thief.request.get('/api/payouts')).status()).toBe(401);
    await thief.close();
  });

  await test.step('the passkey opens the next session', async () => {
    await signOut(page);
    await signIn(page, email);
    await expect(page.getByRole('heading', { name: 'Your second factor' })).toBeVisible();
    expect((await page.request.get('/api/payouts')).status()).toBe(401);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page).toHaveURL(/\/payouts/);
    expect((await page.request.get('/api/payouts')).status()).toBe(200);
  });

  const secret = await test.step('a change of factors asks once more, a while after the sign-in', async () => {
    await letTimePass(email);
    await page.goto('/settings/account');
    await page.getByRole('button', { name: 'Set up an app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    const key = bytesOf((await page.getByTestId('totp-key').innerText()).replace(/\s/g, ''));
    await page.getByLabel('Code the app shows').fill(totpCode(key, stepAt(new Date())));
    await page.getByRole('button', { name: 'Add the app' }).click();
    await expect(page.getByText('In use')).toBeVisible();
    return key;
  });

  await test.step('a code of the app opens a session, and not a second one', async () => {
    await signOut(page);
    await signIn(page, email);
    // The code that confirmed the app is used; the next one is taken half a minute early.
    const code = totpCode(secret, stepAt(new Date()) + 1);
    await page.getByLabel('Code of your authenticator app').fill(code);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page).toHaveURL(/\/payouts/);
    await signOut(page);
    await signIn(page, email);
    await page.getByLabel('Code of your authenticator app').fill(code);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByText(/used already|code is wrong/)).toBeVisible();
  });

  await test.step('a recovery code does once', async () => {
    await page.getByText('I have lost it').click();
    await page.getByLabel('Recovery code').fill(codes[0]!.toLowerCase());
    await page.getByRole('button', { name: 'Use the code' }).click();
    await expect(page).toHaveURL(/\/payouts/);
    await page.goto('/settings/account');
    await expect(page.getByText('9 of 10 are left.')).toBeVisible();
  });

  await test.step('the passkey is renamed and removed, the last factor stays', async () => {
    await page.getByRole('button', { name: 'Rename Work laptop' }).click();
    await page.getByLabel('New name of Work laptop').fill('Old laptop');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Remove Old laptop' }).click();
    await expect(page.getByText('Old laptop', { exact: true })).toBeHidden();
    await page.getByRole('button', { name: 'Remove the app' }).click();
    await expect(page.getByText('This is your last second factor')).toBeVisible();
  });

  await test.step('signing out everywhere ends every session', async () => {
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    expect((await page.request.get('/api/payouts')).status()).toBe(401);
  });
  await context.close();
});

async function invite(page: Page, email: string): Promise<string> {
  await signIn(page, 'admin@example.test', E2E.demoPassword);
  await expect(page).toHaveURL(/\/payouts/);
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByLabel('Name').fill('Asha Rao');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('maker').check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByText(/\/join\//).innerText();
  return new URL(link).pathname;
}

// What a person with a fingerprint reader has, answering by itself.
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

async function sessionCookie(context: BrowserContext): Promise<string> {
  const found = (await context.cookies()).find(({ name }) => name === 'paydesk.session_token');
  expect(found).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  return found!.value;
}

// Six minutes in which nobody waits: what was given counts as fresh for five.
async function letTimePass(email: string): Promise<void> {
  const { databasePassword } = await loadKeys(E2E.dataDir);
  const client = new pg.Client({
    host: '127.0.0.1',
    port: E2E.pgPort,
    database: 'paydesk',
    user: 'paydesk',
    password: databasePassword,
  });
  await client.connect();
  const at = `now() - interval '6 minutes'`;
  await client.query(
    `update session set second_factor_at = ${at}, stepped_up_at = ${at}
     where person_id = (select id from person where email = $1)`,
    [email],
  );
  await client.end();
}

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}
