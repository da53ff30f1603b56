'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { LiveNews } from '#lib/domain/live.ts';
import { coalesce } from './coalesce.ts';
import { LiveSource, type LiveState } from './live-source.ts';

/** Where the stream of changes comes from. */
const STREAM = '/api/live';
const REFRESH_GAP_MS = 300;
const QUERY_GAP_MS = 1_000;

let source: LiveSource | undefined;

function pageSource(): LiveSource {
  if (source) return source;
  const made = new LiveSource(() => new EventSource(STREAM));
  made.setHidden(document.hidden);
  document.addEventListener('visibilitychange', () => made.setHidden(document.hidden));
  return (source = made);
}

const onServer = (): LiveState => 'connecting';
const watch = (watcher: () => void) => pageSource().watch(watcher);
const state = () => pageSource().state();

/** Calls `onNews` for every change while the page is seen; says how the page is being told. */
export function useLive(onNews: (news: LiveNews) => void): LiveState {
  const tell = useEffectEvent(onNews);
  useEffect(() => pageSource().subscribe((news) => tell(news)), []);
  return useSyncExternalStore(watch, state, onServer);
}

/** Keeps a server-rendered page fresh: reads it again when this payout (or, without an id, any) may have changed. */
export function useLiveRefresh(payoutId?: string): LiveState {
  const router = useRouter();
  // A page about all payouts costs more to read, and under load every moment changes one.
  return useLiveRun(() => router.refresh(), payoutId === undefined ? QUERY_GAP_MS : REFRESH_GAP_MS, payoutId);
}

/** Keeps queries fresh: those under `queryKey` are asked anew when any payout may have changed, `gapMs` apart at least. */
export function useLiveQueries(queryKey: QueryKey, gapMs = QUERY_GAP_MS): LiveState {
  const queries = useQueryClient();
  return useLiveRun(() => queries.invalidateQueries({ queryKey }), gapMs);
}

function useLiveRun(run: () => Promise<unknown> | void, gapMs: number, payoutId?: string): LiveState {
  const latest = useEffectEvent(run);
  useEffect(() => {
    const { poke, stop } = coalesce(() => latest(), gapMs);
    const leave = pageSource().subscribe((news) => {
      if (news.type === 'changed' && payoutId !== undefined && !news.ids.includes(payoutId)) return;
      poke();
    });
    return () => {
      leave();
      stop();
    };
  }, [gapMs, payoutId]);
  return useSyncExternalStore(watch, state, onServer);
}
