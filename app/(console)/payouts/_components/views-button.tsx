'use client';

import { Bookmark } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';
import type { ViewLook } from '#lib/domain/saved-view.ts';
import type { SavedView } from '#lib/views/list-views.ts';

const ViewsPanel = onDemand(() => import('./views-panel.tsx').then((module) => module.ViewsPanel));

/** Opens the views that were kept. */
export function ViewsButton(props: {
  views: readonly SavedView[];
  search: string;
  look: ViewLook;
  onLook: (look: ViewLook) => void;
}) {
  return (
    <PanelTrigger opens="dialog" panel={(place) => <ViewsPanel place={place} {...props} />}>
      <Button dense variant="ghost" icon={<Bookmark aria-hidden />}>
        Views
      </Button>
    </PanelTrigger>
  );
}
