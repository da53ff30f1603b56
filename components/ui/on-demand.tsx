'use client';

import { type ComponentType, lazy, Suspense, useState } from 'react';

/**
 * A piece that opens on demand: its code is no part of what a page must load before it works. It is fetched as soon as
 * the page has loaded and rests; opened earlier, the piece appears when its code has come, so no click is lost.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  const fetch = async () => ({ default: (known ??= await load()) });
  const Awaited = lazy(fetch);
  // What fails here is asked for again, and told, when the piece is opened.
  whenAtRest(() => void fetch().catch(() => undefined));
  return function OnDemand(props: Props) {
    // One of the two for good: a piece must not begin anew when its code comes.
    const [Piece] = useState(() => known ?? Awaited);
    return (
      <Suspense fallback={null}>
        <Piece {...props} />
      </Suspense>
    );
  };
}

const REST_MS = 500;

function whenAtRest(run: () => void) {
  if (typeof window === 'undefined') return;
  // Safari knows no idle callback.
  const soon = () => void (window.requestIdleCallback?.(run) ?? setTimeout(run, REST_MS));
  if (document.readyState === 'complete') soon();
  else window.addEventListener('load', soon, { once: true });
}
