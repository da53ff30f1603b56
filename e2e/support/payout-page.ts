import { expect, type Locator, type Page } from '@playwright/test';
import { STATE_WORDS, type State } from '#lib/domain/payout.ts';

/** The badge that says the state of the payout shown. */
const badge = (page: Page): Locator => page.locator('main [aria-live="polite"]').first();

/** Waits until the page of a payout says a state, by itself. */
export async function seesState(page: Page, state: State): Promise<void> {
  await expect(badge(page)).toHaveText(STATE_WORDS[state].label);
}

/** Marks the page, so that `wasNotReloaded` can tell whether it is still the same one. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-journey', 'same page'));
}

/** Fails where the browser has loaded the page anew since `mark`. */
export async function wasNotReloaded(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-journey', 'same page');
}
