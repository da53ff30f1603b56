import { afterEach, describe, expect, it, vi } from 'vitest';
import { toast, toastStore } from './toast.ts';

afterEach(() => toastStore.current().forEach((one) => toast.dismiss(one.id)));

describe('toast', () => {
  it('shows the newest four and drops the oldest', () => {
    for (const title of ['1', '2', '3', '4', '5']) toast.info(title);
    expect(toastStore.current().map((one) => one.title)).toEqual(['2', '3', '4', '5']);
  });

  it('takes away the one dismissed and tells who watches', () => {
    const watcher = vi.fn();
    const stop = toastStore.subscribe(watcher);
    const id = toast.error('Failed elsewhere');
    toast.success('Done elsewhere');
    toast.dismiss(id);
    stop();
    toast.info('Unheard');
    expect(watcher).toHaveBeenCalledTimes(3);
    expect(toastStore.current().map((one) => one.tone)).toEqual(['success', 'info']);
  });

  it('has nothing to show on the server', () => {
    toast.info('Only in the browser');
    expect(toastStore.onServer()).toEqual([]);
  });
});
