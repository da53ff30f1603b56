import { test as base, type BrowserContext, type ConsoleMessage, type Page } from '@playwright/test';
import type { Role } from '#lib/domain/access.ts';
import { BASE_URL } from './settings.ts';
import { signIn } from './sign-in.ts';

export { expect } from '@playwright/test';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Journey {
  /** Errors a journey brings about on purpose; what matches is not held against it. */
  allowedErrors: RegExp[];
  /** Who the journey's own page belongs to; nobody unless it says so. */
  role: Role | null;
  /** Opens a page of somebody else, in a browser of their own; null is a stranger. */
  pageOf: (role: Role | null) => Promise<Page>;
  errors: string[];
}

interface Worker {
  /** Signs a demo person in once and keeps the session for later journeys. */
  sessionOf: (role: Role) => Promise<Session>;
}

/** Said outright: a browser opened without a session takes over that of the journey's own page. */
const NOBODY: Session = { cookies: [], origins: [] };

/** The `test` of every journey: an error in a page's console, or one nothing caught, fails it. */
export const test = base.extend<Journey, Worker>({
  allowedErrors: [[], { option: true }],
  role: [null, { option: true }],
  storageState: async ({ role, sessionOf }, provide) => provide(role ? await sessionOf(role) : undefined),
  sessionOf: [
    async ({ browser }, provide) => {
      const kept = new Map<Role, Promise<Session>>();
      await provide((role) => {
        const session =
          kept.get(role) ?? newSession(() => browser.newContext({ baseURL: BASE_URL, storageState: NOBODY }), role);
        kept.set(role, session);
        return session;
      });
    },
    { scope: 'worker' },
  ],
  errors: [
    async ({ context, allowedErrors }, provide) => {
      const errors: string[] = [];
      watch(context, errors);
      await provide(errors);
      const unexpected = errors.filter((error) => !allowedErrors.some((allowed) => allowed.test(error)));
      if (unexpected.length > 0) throw new Error(`Errors in the browser:\n${unexpected.join('\n')}`);
    },
    { auto: true },
  ],
  pageOf: async ({ browser, sessionOf, errors }, provide) => {
    const opened: BrowserContext[] = [];
    await provide(async (role) => {
      const context = await browser.newContext({ storageState: role ? await sessionOf(role) : NOBODY });
      opened.push(context);
      watch(context, errors);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

async function newSession(open: () => Promise<BrowserContext>, role: Role): Promise<Session> {
  const context = await open();
  await signIn(await context.newPage(), role);
  const session = await context.storageState();
  await context.close();
  return session;
}

function watch(context: BrowserContext, errors: string[]): void {
  const watchPage = (page: Page) => page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  context.pages().forEach(watchPage);
  context.on('page', watchPage);
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(`${message.location().url}: ${message.text()}`);
  });
}
