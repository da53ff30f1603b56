'use client';

import { useSyncExternalStore } from 'react';
import { parseTheme, type Theme, THEME_COOKIE } from './theme.ts';

const YEAR_S = 365 * 24 * 3600;
const watchers = new Set<() => void>();

/** The chosen theme and the way to choose another: shown at once, and kept in a cookie for the server to render. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(watch, current, () => 'system' as const), choose];
}

function watch(notify: () => void) {
  watchers.add(notify);
  return () => void watchers.delete(notify);
}

const current = () => parseTheme(document.documentElement.dataset.theme);

function choose(theme: Theme) {
  const root = document.documentElement;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  if (theme === 'system') {
    delete root.dataset.theme;
    document.cookie = `${THEME_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax${secure}`;
  } else {
    root.dataset.theme = theme;
    document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
  }
  for (const notify of watchers) notify();
}
