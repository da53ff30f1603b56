'use client';

import { FileUp } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, useId, useState } from 'react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { cn } from '#components/ui/cn.ts';

/** Takes a file by drop or choice, or rows pasted from a spreadsheet. */
export function DropZone({ onFile, onPaste }: { onFile: (file: File) => void; onPaste: (text: string) => void }) {
  const input = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  const paste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files;
    const text = event.clipboardData.getData('text/plain');
    if (file) onFile(file);
    else if (text.trim() !== '') onPaste(text);
    if (file || text.trim() !== '') event.preventDefault();
  };

  return (
    <section
      aria-label="File"
      // Focusable, so that rows can be pasted by the keyboard too.
      tabIndex={0}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
      className={cn(
        'flex flex-col items-center gap-3 rounded border border-dashed border-line-strong px-4 py-12 text-center',
        isOver && 'border-accent bg-sunken',
      )}
    >
      <FileUp aria-hidden className="size-6 stroke-[1.5] text-fg-faint" />
      <p className="text-lg font-medium">Drop a file of payouts here, or paste rows from a spreadsheet</p>
      <p className="max-w-prose text-base text-fg-soft">
        CSV, TSV or XLSX with a header line, up to 1,00,000 rows and 50 MB. It is read and checked in this browser
        first; nothing is paid before you accept its plan.
      </p>
      <div className="mt-1 flex flex-wrap justify-center gap-2">
        <label
          htmlFor={input}
          className={cn(buttonClass({ variant: 'primary' }), 'cursor-pointer focus-within:outline-2')}
        >
          Choose a file
          <input
            id={input}
            type="file"
            accept=".csv,.tsv,.txt,.xlsx"
            className="sr-only"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) onFile(file);
              target.value = '';
            }}
          />
        </label>
        <ButtonLink href="/batches/template.csv" download>
          Template for all options
        </ButtonLink>
      </div>
    </section>
  );
}
