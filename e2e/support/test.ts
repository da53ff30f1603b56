import { test as base, type ConsoleMessage, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

interface Watch {
  /** Errors a journey brings about on purpose; what matches is not held against it. */
  allowedErrors: RegExp[];
  watchPages: void;
}

/** The `test` of every journey: an error in a page's console, or one nothing caught, fails it. */
export const test = base.extend<Watch>({
  allowedErrors: [[], { option: true }],
  watchPages: [
    async ({ context, allowedErrors }, use) => {
      const errors: string[] = [];
      const watch = (page: Page) => page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
      context.pages().forEach(watch);
      context.on('page', watch);
      context.on('console', (message: ConsoleMessage) => {
        if (message.type() === 'error') errors.push(`${message.location().url}: ${message.text()}`);
      });
      await use();
      const unexpected = errors.filter((error) => !allowedErrors.some((allowed) => allowed.test(error)));
      if (unexpected.length > 0) throw new Error(`Errors in the browser:\n${unexpected.join('\n')}`);
    },
    { auto: true },
  ],
});
