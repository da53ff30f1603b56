import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const WIDE = { width: 1440, height: 900 };
/** A phone, and the narrowest that is promised to work. */
const NARROW = { width: 390, height: 844 };
const NARROWEST = { width: 360, height: 780 };

/** What only the colours decide: all that the theme can change. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Holds a page against WCAG in light and dark, wide and narrow, without loading it again; and that it never scrolls sideways. */
export async function looksRight(page: Page): Promise<void> {
  const before = page.viewportSize() ?? WIDE;
  const findings = new Set<string>();
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    // What sticks to the window would otherwise lie over something.
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const found = await violations(page, colorScheme === 'dark' ? COLOUR_RULES : undefined);
      found.forEach((one) => findings.add(`${colorScheme}, ${size.width} px: ${one}`));
    }
    await fitsAcross(page);
  }
  await page.setViewportSize(NARROWEST);
  await fitsAcross(page);
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
  expect([...findings], page.url()).toEqual([]);
}

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Legacy mode only means: without a second page for frames, of which there are none. Rows are all alike.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('[data-row]:nth-child(n + 9)')
    .options({ resultTypes: ['violations'] });
  const { violations: found } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  return found.map(({ id, help, nodes }) => {
    const [first] = nodes;
    return `${id}: ${help} (${nodes.length}, first ${first?.target.join(' ')}; ${first?.failureSummary ?? ''})`;
  });
}

/** Fails where the page as a whole scrolls sideways; tables have boxes of their own for that. */
export async function fitsAcross(page: Page): Promise<void> {
  const { needed, there } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    there: document.documentElement.clientWidth,
  }));
  expect(needed, `${page.url()} at ${there} px`).toBeLessThanOrEqual(there);
}
