'use client';

import type { PanelPlace } from '#components/ui/panel-trigger.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { type EditorProps, FilterEditor } from './filter-editor.tsx';

/** The panel in which a list is narrowed by one column. */
export function FilterPanel({ place, label, onApply, ...editor }: EditorProps & { place: PanelPlace; label: string }) {
  const apply: EditorProps['onApply'] = (text, isDone = true) => {
    onApply(text);
    if (isDone) place.onOpenChange(false);
  };
  return (
    <Popover {...place} label={`Narrow by ${label.toLowerCase()}`}>
      <FilterEditor {...editor} onApply={apply} />
    </Popover>
  );
}
