import {
  ArrowDownLeft,
  ArrowUpRight,
  BellRing,
  CircleDot,
  type LucideIcon,
  Search,
  StickyNote,
  TriangleAlert,
} from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { Time } from '#components/ui/time.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { EntryKind, TimelineEntry } from '#lib/domain/timeline-entry.ts';
import { ExchangeText } from './exchange-text.tsx';
import { STATE_LOOK } from './state-badge.tsx';

const ICON: Record<EntryKind, LucideIcon> = {
  event: CircleDot,
  move: CircleDot,
  sent: ArrowUpRight,
  answer: ArrowDownLeft,
  query: Search,
  notification: BellRing,
  alert: TriangleAlert,
  note: StickyNote,
};

/** Everything that happened to a payout, newest first: who, what, when, and what went over the wire. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol>
      {entries.map((entry, index) => (
        <Entry key={entry.key} entry={entry} isLast={index === entries.length - 1} />
      ))}
    </ol>
  );
}

function Entry({ entry, isLast }: { entry: TimelineEntry; isLast: boolean }) {
  const { at, who, title, detail, times, exchanges, state, kind } = entry;
  return (
    <li className="relative grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 pb-4 last:pb-0">
      {!isLast && <span aria-hidden className="absolute bottom-0 left-2.5 top-6 w-px bg-line" />}
      <Sign entry={entry} />
      <div className="min-w-0">
        <p className={cn('text-base', state && 'font-medium', kind === 'alert' && TONE_TEXT.warning)}>
          {title}
          {times && <span className="text-fg-soft"> · {times.count} times</span>}
        </p>
        {detail && <p className="text-sm text-fg-soft">{detail}</p>}
        <p className="text-xs text-fg-faint">
          <Time value={at} /> · {who}
          {times && (
            <>
              {' '}
              · first <Time value={times.since} />
            </>
          )}
        </p>
        {exchanges.map((exchange) => (
          <ExchangeText key={exchange.title} exchange={exchange} />
        ))}
      </div>
    </li>
  );
}

function Sign({ entry: { kind, state } }: { entry: TimelineEntry }) {
  const look = state && STATE_LOOK[state];
  const Icon = look?.Icon ?? ICON[kind];
  const tone = look ? TONE_TEXT[look.tone] : kind === 'alert' ? TONE_TEXT.warning : 'text-fg-faint';
  return (
    <span aria-hidden className={cn('grid size-5 place-items-center', tone)}>
      <Icon className={state ? 'size-4' : 'size-3.5'} />
    </span>
  );
}
