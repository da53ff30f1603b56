'use client';

import { useSyncExternalStore } from 'react';
import { formatAge } from '#components/ui/format-age.ts';

const TICK_MS = 10_000;

/** How long something has been waiting; the exact time stands in a column of its own. */
export function Age({ since }: { since: Date }) {
  const now = useSyncExternalStore(everyTick, currentTick, onServer);
  return now === null ? null : formatAge(since, new Date(now)).replace(/ ago$/, '');
}

function everyTick(notify: () => void) {
  const timer = setInterval(notify, TICK_MS);
  return () => clearInterval(timer);
}

const currentTick = () => Math.ceil(Date.now() / TICK_MS) * TICK_MS;
const onServer = () => null;
