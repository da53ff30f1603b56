import { expect, type Locator } from '@playwright/test';

/** Waits until the browser has taken an element over: what is pressed before that is lost. */
export async function alive(element: Locator): Promise<Locator> {
  await expect
    .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps'))))
    .toBe(true);
  return element;
}
