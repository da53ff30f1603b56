'use client';

import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { IconButton } from './button.tsx';
import { type Toast, toast, toastStore } from './toast.ts';
import { ToneIcon } from './tone-icon.tsx';

/** Mounted once, at the root. Own work and not sonner: that one writes a style element, which a strict CSP refuses. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.current, toastStore.onServer);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-3 z-50 md:left-auto md:right-4 md:bottom-4 md:w-88"
    >
      <ol className="flex flex-col gap-2">
        {toasts.map((one) => (
          <Item key={one.id} {...one} />
        ))}
      </ol>
    </section>
  );
}

function Item({ id, tone, title, description, action, durationMs }: Toast) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => toast.dismiss(id), durationMs);
    return () => clearTimeout(timer);
  }, [held, id, durationMs]);
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => event.key === 'Escape' && toast.dismiss(id)}
      className="pointer-events-auto flex animate-float-in items-start gap-2.5 rounded border border-line bg-raised py-2.5 pl-3 pr-2 shadow-float"
    >
      <ToneIcon tone={tone} className="mt-1" />
      <div className="min-w-0 flex-1 py-0.5">
        <p className="font-medium">{title}</p>
        {description && <p className="text-sm text-fg-soft">{description}</p>}
        {action && (
          <button
            type="button"
            onClick={() => {
              action.onClick();
              toast.dismiss(id);
            }}
            className="mt-1 min-h-6 rounded-sm text-sm font-medium text-accent-ink underline underline-offset-2"
          >
            {action.label}
          </button>
        )}
      </div>
      <IconButton
        dense
        label="Dismiss"
        icon={<X aria-hidden />}
        onClick={() => toast.dismiss(id)}
        className="size-6!"
      />
    </li>
  );
}
