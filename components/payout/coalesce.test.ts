import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('coalescing', () => {
  it('runs at once, then once more for everything that came meanwhile', async () => {
    const run = vi.fn();
    const { poke } = coalesce(run, 300);
    for (let index = 0; index < 50; index += 1) poke();
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(run).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('runs at most once per gap under a steady rain, and once after it', async () => {
    const run = vi.fn();
    const { poke } = coalesce(run, 1_000);
    for (let index = 0; index < 100; index += 1) {
      poke();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(run.mock.calls.length).toBeLessThanOrEqual(11);
    const before = run.mock.calls.length;
    poke();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(run.mock.calls.length).toBeGreaterThan(before);
  });

  it('never runs twice at once, however long a run takes', async () => {
    let running = 0;
    let most = 0;
    const { poke } = coalesce(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      running -= 1;
    }, 100);
    for (let index = 0; index < 20; index += 1) {
      poke();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(most).toBe(1);
  });

  it('runs no more after it was stopped', async () => {
    const run = vi.fn();
    const { poke, stop } = coalesce(run, 100);
    poke();
    poke();
    stop();
    poke();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
