'use client';

import { House, Pencil, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import type { PanelPlace } from '#components/ui/panel-trigger.tsx';
import { Popover } from '#components/ui/popover.tsx';
import type { ViewLook } from '#lib/domain/saved-view.ts';
import type { SavedView } from '#lib/views/list-views.ts';
import { beginWithView, removeView } from '../actions.ts';
import { ViewForm } from './view-form.tsx';

interface ViewsPanelProps {
  place: PanelPlace;
  views: readonly SavedView[];
  search: string;
  look: ViewLook;
  onLook: (look: ViewLook) => void;
}

/** The filters that were kept by name, one's own and those shared with everybody, and the way to keep this one. */
export function ViewsPanel({ place, views, search, look, onLook }: ViewsPanelProps) {
  const [edited, setEdited] = useState<SavedView | 'new' | null>(null);
  const [isBusy, start] = useTransition();
  const router = useRouter();
  const change = (next: boolean) => {
    place.onOpenChange(next);
    setEdited(null);
  };
  const changed = (change: () => Promise<unknown>) =>
    start(async () => {
      await change();
      router.refresh();
    });
  return (
    <Popover {...place} label="Views" align="end" onOpenChange={change}>
      {edited ? (
        <ViewForm
          view={edited === 'new' ? undefined : edited}
          {...{ search, look }}
          onDone={() => {
            setEdited(null);
            router.refresh();
          }}
        />
      ) : (
        <div className="grid gap-2">
          {views.length === 0 && <p className="text-sm text-fg-soft">No view was kept yet.</p>}
          <ul aria-label="Kept views" className="max-h-80 overflow-y-auto">
            {views.map((view) => (
              <li key={view.id} className="flex min-h-8 items-center gap-1">
                <Link
                  href={view.search ? `/payouts?${view.search}` : '/payouts'}
                  aria-current={view.search === search ? 'page' : undefined}
                  onClick={() => {
                    onLook(view.look);
                    change(false);
                  }}
                  className="min-w-0 flex-1 truncate rounded-sm px-1 hover:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-accent-ink"
                >
                  {view.name}
                  {view.isShared && (
                    <span className="text-xs text-fg-faint">{view.isOwn ? ' · shared' : ` · by ${view.owner}`}</span>
                  )}
                </Link>
                <IconButton
                  dense
                  label={view.isDefault ? `Begin with all payouts, not ${view.name}` : `Begin with ${view.name}`}
                  icon={<House aria-hidden className={view.isDefault ? 'text-accent-ink' : 'text-fg-faint'} />}
                  pending={isBusy}
                  onClick={() => changed(() => beginWithView({ id: view.isDefault ? null : view.id }))}
                />
                {view.isOwn && (
                  <>
                    <IconButton
                      dense
                      label={`Change ${view.name}`}
                      icon={<Pencil aria-hidden />}
                      onClick={() => setEdited(view)}
                    />
                    <IconButton
                      dense
                      label={`Delete ${view.name}`}
                      icon={<Trash2 aria-hidden />}
                      pending={isBusy}
                      onClick={() => changed(() => removeView({ id: view.id }))}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
          <Button dense icon={<Plus aria-hidden />} onClick={() => setEdited('new')}>
            Keep this one
          </Button>
        </div>
      )}
    </Popover>
  );
}
