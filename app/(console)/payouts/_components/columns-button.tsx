'use client';

import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { keepPreference } from '#components/table/preference.ts';
import { IconButton } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { LAYOUT_COOKIE, writeLayout, type LaidColumn } from './column-layout.ts';

const ColumnPicker = onDemand(() => import('./column-picker.tsx').then((module) => module.ColumnPicker));

/** Opens the choice of columns; what is chosen is kept for the person. */
export function ColumnsButton(props: {
  layout: readonly LaidColumn[];
  onLayout: (layout: readonly LaidColumn[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const choose = (layout: readonly LaidColumn[]) => {
    keepPreference(LAYOUT_COOKIE, writeLayout(layout));
    props.onLayout(layout);
  };
  return (
    <>
      <IconButton
        dense
        label="Choose columns"
        icon={<Columns3 aria-hidden />}
        onClick={() => setOpen(true)}
        className="max-md:hidden"
      />
      {isOpen && <ColumnPicker layout={props.layout} onLayout={choose} onClose={() => setOpen(false)} />}
    </>
  );
}
