import { defineConfig } from '@playwright/test';
import { findChromium } from './e2e/support/chromium.ts';
import { BASE_URL, CONSOLE_ENV } from './e2e/support/settings.ts';

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: './.cache/journeys',
  fullyParallel: false,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  // Far more than any needs: a machine may be busy with other things.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    // On a console in which there has never been a payout; the others find the samples it has sent.
    { name: 'first start', testMatch: '**/first-start.spec.ts' },
    { name: 'journeys', testIgnore: ['**/first-start.spec.ts', '**/batches.spec.ts'], dependencies: ['first start'] },
    // A thousand payouts at once would push what the others look for off the first page.
    { name: 'batches', testMatch: '**/batches.spec.ts', dependencies: ['journeys'] },
  ],
  use: {
    baseURL: BASE_URL,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: findChromium(),
  },
  webServer: {
    command: 'rm -rf "$DATA_DIR" && exec npm start',
    url: `${BASE_URL}/api/health`,
    // The first start may have to build.
    timeout: 300_000,
    // The worker gets 30 s to finish what it sends.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 45_000 },
    stdout: 'ignore',
    stderr: 'pipe',
    env: CONSOLE_ENV,
  },
});
