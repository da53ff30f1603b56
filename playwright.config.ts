import { defineConfig } from '@playwright/test';
import { findChromium } from './e2e/support/chromium.ts';
import { BASE_URL, E2E } from './e2e/support/settings.ts';

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: './.cache/journeys',
  fullyParallel: false,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
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
    env: {
      PORT: String(E2E.port),
      SANDBOX_PORT: String(E2E.sandboxPort),
      PG_PORT: String(E2E.pgPort),
      DATA_DIR: E2E.dataDir,
      DEMO_PASSWORD: E2E.demoPassword,
      DATABASE_URL: '',
      PUBLIC_URL: '',
      LOG_LEVEL: 'warn',
    },
  },
});
