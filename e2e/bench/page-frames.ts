import type { Page } from '@playwright/test';

/** What a person felt since `watchFrames` began in a page. */
export interface Frames {
  longFrames: number;
  longestMs: number;
  slowestPressMs: number;
  nodes: number;
}

export const readFrames = (page: Page): Promise<Frames> =>
  page.evaluate(() => (globalThis as unknown as { frames: Frames }).frames);

/** Runs in the page: notes frames that take long, presses that wait, and how many nodes there are. */
export function watchFrames(longMs: number): void {
  const frames: Frames = { longFrames: 0, longestMs: 0, slowestPressMs: 0, nodes: 0 };
  Object.assign(globalThis, { frames });
  let last = performance.now();
  let turn = 0;
  const tick = (now: number) => {
    const took = now - last;
    last = now;
    if (took > longMs) frames.longFrames += 1;
    frames.longestMs = Math.max(frames.longestMs, took);
    turn += 1;
    if (turn % 10 === 0) frames.nodes = Math.max(frames.nodes, document.querySelectorAll('*').length);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) frames.slowestPressMs = Math.max(frames.slowestPressMs, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}
