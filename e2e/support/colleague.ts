import type { BrowserContext, Page } from '@playwright/test';
import type { Role } from '#lib/domain/access.ts';
import { alive } from './alive.ts';

const PASSWORD = 'four brown horses';

let joined = 0;

/** Has an admin invite somebody, who joins with a passkey of their own; gives the name. */
export async function joinAs(role: Role, { admin, page }: { admin: Page; page: Page }): Promise<string> {
  joined += 1;
  const name = `${role === 'checker' ? 'Meera' : 'Arjun'} Pillai ${joined}-${Date.now() % 100_000}`;
  await admin.goto('/settings/people');
  await (await alive(admin.getByRole('button', { name: 'Invite a person' }))).click();
  await admin.getByLabel('Name').fill(name);
  await admin.getByLabel('E-mail').fill(`${role}-${joined}-${Date.now()}@example.test`);
  await admin.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await admin.getByRole('button', { name: 'Make the link' }).click();
  const link = new URL(await admin.getByText(/\/join\//).innerText());

  await addAuthenticator(page.context(), page);
  await page.goto(link.pathname);
  await alive(page.getByLabel('Password', { exact: true }));
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await addFirstPasskey(page);
  return name;
}

/** Adds the passkey that a role asks for before anything else, and comes in. */
export async function addFirstPasskey(page: Page): Promise<void> {
  await (await alive(page.getByLabel('Name of the passkey'))).fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.waitForURL(/\/(options|payouts)/);
}

/** What a person with a fingerprint reader has, answering by itself. */
export async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
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
