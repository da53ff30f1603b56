'use client';

import { useSyncExternalStore } from 'react';
import { formatIst, formatUtc } from '#lib/domain/time.ts';
import { cn } from './cn.ts';
import { formatAge } from './format-age.ts';

type Precision = 'day' | 'minute' | 'second';

export type TimeProps = {
  /** An instant: a Date or an ISO text with its offset. */
  value: Date | string;
  precision?: Precision;
  /** Adds "3 min ago" beside the exact time, kept fresh. */
  relative?: boolean;
  className?: string;
};

/** An instant in India's time with the zone named; UTC on hover. */
export function Time({ value, precision = 'second', relative = false, className }: TimeProps) {
  const at = value instanceof Date ? value : new Date(value);
  if (Number.isNaN(at.getTime())) return <span className={className}>unknown time</span>;
  const time = (
    <time className={cn('whitespace-nowrap', !relative && className)} dateTime={at.toISOString()} title={formatUtc(at)}>
      {shorten(formatIst(at), precision)}
    </time>
  );
  if (!relative) return time;
  return (
    <span className={className}>
      {time}
      <Age at={at} />
    </span>
  );
}

/** `22 Nov 2026, 15:04:05 IST` without its seconds, or without its clock; the zone stays. */
function shorten(text: string, precision: Precision): string {
  if (precision === 'minute') return text.replace(/:\d\d (?=\w+$)/, ' ');
  if (precision === 'day') return text.replace(/, \S+/, '');
  return text;
}

function Age({ at }: { at: Date }) {
  const now = useSyncExternalStore(everySecond, currentSecond, onServer);
  if (now === null) return null;
  return (
    <span className="text-fg-faint">
      {'\u00a0· '}
      <span className="whitespace-nowrap">{formatAge(at, new Date(now))}</span>
    </span>
  );
}

const TICK_MS = 1000;

// One timer for all the ages on a page, so that they change together.
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function everySecond(notify: () => void) {
  watchers.add(notify);
  timer ??= setInterval(() => watchers.forEach((watcher) => watcher()), TICK_MS);
  return () => {
    watchers.delete(notify);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const currentSecond = () => Math.floor(Date.now() / TICK_MS) * TICK_MS;
const onServer = () => null;
