'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';

const ExportDialog = onDemand(() => import('./export-dialog.tsx').then((module) => module.ExportDialog));

/** Opens the dialog that makes a file; what it is made of is read when it is first opened. */
export function ExportButton(props: {
  /** The filter and order of the list, as its address. */
  search: string;
  /** Payouts of it that are left out of the file. */
  without?: string[];
  label: string;
  mayExportAccounts: boolean;
}) {
  const [opened, setOpened] = useState({ isOpen: false, times: 0 });
  return (
    <>
      <Button
        dense
        icon={<Download aria-hidden />}
        onClick={() => setOpened(({ times }) => ({ isOpen: true, times: times + 1 }))}
      >
        {props.label}
      </Button>
      {opened.times > 0 && (
        <ExportDialog
          // A download that was begun goes on in the browser; the next one begins with a form of its own.
          key={opened.times}
          search={props.search}
          without={props.without}
          mayExportAccounts={props.mayExportAccounts}
          isOpen={opened.isOpen}
          onOpenChange={(isOpen) => setOpened((now) => ({ ...now, isOpen }))}
        />
      )}
    </>
  );
}
