import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import type { Role } from '#lib/domain/access.ts';
import { SAMPLES } from '#lib/payouts/sample-payouts.ts';
import { inheritedEnv } from '#lib/server/env.ts';
import { alive } from './alive.ts';
import { findChromium } from './chromium.ts';
import { settleWithin } from './sandbox.ts';
import { EMPTY_SCREENS, SCREENS, type Screen } from './screens.ts';
import { BASE_URL, CONSOLE_ENV, E2E } from './settings.ts';
import { signIn } from './sign-in.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'test-results/screens');

const SIZES = [
  { name: 'wide', viewport: { width: 1440, height: 900 } },
  { name: 'narrow', viewport: { width: 390, height: 844 } },
] as const;
const THEMES = ['light', 'dark'] as const;

/** Starts a console of its own, sends the samples through it and takes a picture of every page, for people to look at. */
async function takeScreenshots(): Promise<void> {
  for (const folder of [FOLDER, E2E.dataDir]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const paydesk = spawn('npm', ['run', '--silent', 'start'], {
    cwd: PROJECT,
    env: { ...inheritedEnv(), ...CONSOLE_ENV },
    stdio: 'inherit',
  });
  const ended = once(paydesk, 'exit');
  try {
    await Promise.race([untilReady(), ended.then(() => Promise.reject(new Error('Paydesk did not start.')))]);
    const browser = await chromium.launch(findChromium());
    await takeAll(browser, EMPTY_SCREENS);
    await sendSamples(browser);
    await takeAll(browser, SCREENS);
    await browser.close();
  } finally {
    paydesk.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(): Promise<void> {
  for (;;) {
    const response = await fetch(`${BASE_URL}/api/health`).catch(() => null);
    if (response?.ok) return;
    await delay(500);
  }
}

async function sendSamples(browser: Browser): Promise<void> {
  await settleWithin({ min: 1_000, max: 20_000 });
  const page = await pageFor(browser, 'maker', SIZES[0].viewport, 'light');
  await page.goto('/payouts');
  await (await alive(page.getByRole('button', { name: `Send ${SAMPLES} sample payouts` }))).click();
  await page.getByLabel('Totals of the filter').getByText(`${SAMPLES} payouts`).waitFor();
  // Some of them settle meanwhile, so that the list shows more than one state.
  await page.getByText('Successful').nth(10).waitFor();
  await page.screenshot({ path: join(PROJECT, 'public/screenshot.png') });
  await page.context().close();
}

async function takeAll(browser: Browser, screens: readonly Screen[]): Promise<void> {
  for (const { name: size, viewport } of SIZES) {
    for (const theme of THEMES) {
      const pages = new Map<Role | null, Page>();
      for (const { name, role, open } of screens) {
        const page = pages.get(role) ?? (await pageFor(browser, role, viewport, theme));
        pages.set(role, page);
        await open(page);
        // What sticks to the window would otherwise stand in the middle of a long picture.
        await page.evaluate(() => window.scrollTo(0, 0));
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${theme}.png`), fullPage: true });
        console.log(`${name}, ${size}, ${theme}`);
      }
      await Promise.all([...pages.values()].map((page) => page.context().close()));
    }
  }
}

async function pageFor(
  browser: Browser,
  role: Role | null,
  viewport: { width: number; height: number },
  colorScheme: (typeof THEMES)[number],
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: BASE_URL,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
  });
  const page = await context.newPage();
  if (role) await signIn(page, role);
  return page;
}

await takeScreenshots();
