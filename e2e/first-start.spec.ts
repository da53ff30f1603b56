import { ROLE_WORDS } from '#lib/domain/access.ts';
import { OUTCOMES } from '#lib/domain/outcomes.ts';
import { STATE_WORDS, type State } from '#lib/domain/payout.ts';
import { SAMPLES } from '#lib/payouts/sample-payouts.ts';
import { alive } from './support/alive.ts';
import { looksRight } from './support/axe.ts';
import { rows } from './support/payout-list.ts';
import { settleWithin } from './support/sandbox.ts';
import { E2E } from './support/settings.ts';
import { fillSignIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

// Runs before all other journeys, on a console in which there has never been a payout.

test('the sign-in page offers the demo people, says what is wrong, and lets them in', async ({ page }) => {
  await page.goto('/payouts');
  await expect(page).toHaveURL('/sign-in?next=%2Fpayouts');
  await looksRight(page);
  await (await alive(page.getByRole('button', { name: ROLE_WORDS.maker }))).click();
  await expect(page.getByLabel('E-mail')).toHaveValue('maker@example.test');
  await fillSignIn(page, 'maker@example.test', 'not the password');
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await looksRight(page);
  await fillSignIn(page, 'maker@example.test', E2E.demoPassword);
  await expect(page).toHaveURL('/payouts');
});

test.describe('before the page has come to life', () => {
  test.use({ javaScriptEnabled: false });

  test('a password does not get into an address', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill('maker@example.test');
    await page.getByLabel('Password').fill(E2E.demoPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForLoadState();
    expect(page.url()).not.toContain(E2E.demoPassword);
    expect(new URL(page.url()).search).toBe('');
  });
});

test('an empty console names the next step, to a viewer and to a maker', async ({ pageOf }) => {
  const viewer = await pageOf('viewer');
  await viewer.goto('/payouts');
  await expect(viewer.getByText('No payouts yet')).toBeVisible();
  await expect(viewer.getByRole('button', { name: /sample/ })).toHaveCount(0);
  const maker = await pageOf('maker');
  await maker.goto('/payouts');
  await expect(maker.getByText('No payouts yet')).toBeVisible();
  await looksRight(maker);
});

test.describe('a newcomer', () => {
  test.use({ role: 'maker' });

  test('sends sample payouts and sees every state they come through', async ({ page }) => {
    await settleWithin({ min: 1_000, max: 2_000 });
    await page.goto('/payouts');
    await (await alive(page.getByRole('button', { name: `Send ${SAMPLES} sample payouts` }))).click();
    // The totals come by themselves, as do the states below.
    await expect(page.getByLabel('Totals of the filter')).toContainText(`${SAMPLES} payouts`);
    await looksRight(page);
    const ends = new Set<State>(
      OUTCOMES.flatMap(({ steps, refusal }) => (refusal ? [] : (steps.at(-1)?.status ?? []))),
    );
    for (const state of [...ends, 'failed', 'sending'] as State[]) {
      await page.goto(`/payouts?state=${state}`);
      await expect(rows(page).first(), STATE_WORDS[state].label).toContainText(STATE_WORDS[state].label);
    }
  });
});
