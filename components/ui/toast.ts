import type { Tone } from './tone.ts';

export type ToastOptions = {
  description?: string;
  action?: { label: string; onClick: () => void };
  /** How long it stays, counted while nobody points at it or has the focus in it. */
  durationMs?: number;
};

export type Toast = ToastOptions & { id: number; tone: Tone; title: string };

const STAYS_MS = 6000;
const SHOWN_AT_ONCE = 4;

let last = 0;
let shown: readonly Toast[] = [];
const watchers = new Set<() => void>();

function show(tone: Tone, title: string, options: ToastOptions = {}): number {
  last += 1;
  replace([...shown, { durationMs: STAYS_MS, ...options, id: last, tone, title }].slice(-SHOWN_AT_ONCE));
  return last;
}

function replace(next: readonly Toast[]) {
  shown = next;
  for (const notify of watchers) notify();
}

/** Says what happened elsewhere, from any code in the browser; an error of a form belongs in the form. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show('success', title, options),
  info: (title: string, options?: ToastOptions) => show('info', title, options),
  warning: (title: string, options?: ToastOptions) => show('warning', title, options),
  error: (title: string, options?: ToastOptions) => show('danger', title, options),
  dismiss: (id: number) => replace(shown.filter((one) => one.id !== id)),
};

/** The shown toasts as a store for useSyncExternalStore. */
export const toastStore = {
  subscribe(notify: () => void) {
    watchers.add(notify);
    return () => void watchers.delete(notify);
  },
  current: () => shown,
  onServer: () => NONE,
};

const NONE: readonly Toast[] = [];
