import { expect, type Locator, type Page } from '@playwright/test';
import { kindOf } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import { optionOf, type Typed } from './new-values.ts';

/** The name of the second account input. */
const REPEAT = 'account_again';

/** The control of the form with this name. */
export const control = (page: Page, name: string): Locator => page.locator(`form [name="${name}"]`);

export const reviewButton = (page: Page): Locator => page.getByRole('button', { name: 'Review payout' });
export const payButton = (page: Page): Locator => page.getByRole('button', { name: /^(Pay|Submit) ₹/ });

/** Opens the form and chooses an option as a person does. */
export async function openForm(page: Page, code: string): Promise<void> {
  await page.goto('/payouts/new');
  await ready(page);
  await page.locator(`input[name="option"][value="${code}"]`).check();
}

/** Waits until the form has come to life. */
export async function ready(page: Page): Promise<void> {
  await expect(reviewButton(page)).toBeEnabled();
}

/** Fills in every field there is a value for, by the name of its input; the account number twice. */
export async function fillIn(page: Page, { code, values }: Pick<Typed, 'code' | 'values'>): Promise<void> {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
  for (const field of fieldsOf(optionOf(code))) {
    const value = lookUp(values, field.path);
    if (value === undefined) continue;
    const input = control(page, field.path);
    if (field.kind === 'flag') await input.setChecked(value === 'true' || value === true);
    else if (kindOf(field).choices) await input.selectOption(String(value));
    else await input.fill(String(value));
    if (kindOf(field).isSecret) await control(page, REPEAT).fill(String(value));
  }
}

/** Types the account number in both places. */
export async function typeAccount(page: Page, { code, account }: Pick<Typed, 'code' | 'account'>): Promise<void> {
  const secret = fieldsOf(optionOf(code)).find((field) => kindOf(field).isSecret);
  await control(page, secret?.path ?? '').fill(account);
  await control(page, REPEAT).fill(account);
}

/** Goes on to the review and confirms whatever the hour or the values make noteworthy. */
export async function review(page: Page): Promise<void> {
  await reviewButton(page).click();
  await expect(page.getByRole('heading', { name: 'Check before you pay' })).toBeVisible();
  for (const tick of await page.locator('input[name^="confirm:"]').all()) await tick.check();
}

/** Pays what is under review and waits for the payout's page; gives the payout's id. */
export async function pay(page: Page): Promise<string> {
  await payButton(page).click();
  return arrived(page);
}

/** Waits for the page of the payout that was made; gives its id. */
export async function arrived(page: Page): Promise<string> {
  await page.waitForURL(/\/payouts\/[0-9a-f]{8}-[0-9a-f-]{27}$/);
  return new URL(page.url()).pathname.slice('/payouts/'.length);
}

/** The whole way from the empty form to the payout's page; gives the payout's id. */
export async function makePayout(page: Page, typed: Typed): Promise<string> {
  await openForm(page, typed.code);
  await fillIn(page, typed);
  await review(page);
  return pay(page);
}
