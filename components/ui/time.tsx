'use client';

import { useSyncExternalStore } from 'react';
import { formatAge, formatTime, type Precision, UTC_ZONE } from './format-time.ts';

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
  return (
    <span className={className}>
      <time className="whitespace-nowrap" dateTime={at.toISOString()} title={formatTime(at, 'second', UTC_ZONE)}>
        {formatTime(at, precision)}
      </time>
      {relative && <Age at={at} />}
    </span>
  );
}

function Age({ at }: { at: Date }) {
  const now = useSyncExternalStore(everySecond, currentSecond, onServer);
  return (
    <span className="whitespace-nowrap text-fg-faint">{now !== null && ` · ${formatAge(at, new Date(now))}`}</span>
  );
}

const TICK_MS = 1000;

function everySecond(notify: () => void) {
  const timer = setInterval(notify, TICK_MS);
  return () => clearInterval(timer);
}

const currentSecond = () => Math.floor(Date.now() / TICK_MS) * TICK_MS;
const onServer = () => null;
