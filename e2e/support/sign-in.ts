import type { Page } from '@playwright/test';
import type { Role } from '#lib/domain/access.ts';
import { alive } from './alive.ts';
import { E2E } from './settings.ts';

/** Address of the seeded person of a role. */
export const emailOf = (role: Role): string => `${role}@example.test`;

/** Signs in on the page that asks for it, and waits until the console has opened. */
export async function signIn(page: Page, role: Role): Promise<void> {
  if (!new URL(page.url(), 'http://none').pathname.startsWith('/sign-in')) await page.goto('/sign-in');
  await fillSignIn(page, emailOf(role), E2E.demoPassword);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Fills the sign-in form in and sends it off. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await alive(page.getByLabel('E-mail'));
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
