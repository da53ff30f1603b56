import Link from 'next/link';
import { Notice } from '#components/ui/notice.tsx';
import type { LineNote } from '#lib/domain/batch/read-people.ts';
import type { Imported } from '#lib/recipients/import-recipients.ts';

/** Tells what became of every line of a file: none is left out without a word. */
export function ImportResult({
  imported: { id, imported, known, leftOut, advised, faults, advice },
}: {
  imported: Imported;
}) {
  return (
    <div className="grid gap-4">
      <Notice tone={imported > 0 ? 'success' : 'warning'} announce>
        {imported === 0 ? (
          'Nobody was imported.'
        ) : (
          <>
            {people(imported)}{' '}
            <Link
              href={`/recipients/imports/${id}`}
              className="rounded-sm text-accent-ink underline underline-offset-2"
            >
              {imported === 1 ? 'waits' : 'wait'} for a checker
            </Link>
            .
          </>
        )}
        {known > 0 && ` ${people(known)} of the file ${known === 1 ? 'is' : 'are'} recipients already.`}
      </Notice>
      {leftOut > 0 && (
        <Lines
          title={`${leftOut.toLocaleString('en-IN')} ${leftOut === 1 ? 'line was' : 'lines were'} left out`}
          about="Correct the file and import it again: who is in already stays as they are."
          notes={faults}
          count={leftOut}
        />
      )}
      {advised > 0 && (
        <Lines title="Worth another look" about="These were imported as they stand." notes={advice} count={advised} />
      )}
    </div>
  );
}

const people = (count: number): string => (count === 1 ? 'One person' : `${count.toLocaleString('en-IN')} people`);

function Lines({ title, about, notes, count }: { title: string; about: string; notes: LineNote[]; count: number }) {
  return (
    <section aria-label={title}>
      <h3 className="text-base font-medium">{title}</h3>
      <p className="mb-1.5 text-sm text-fg-soft">{about}</p>
      <ul className="divide-y divide-line border-y border-line text-sm">
        {notes.map(({ line, message }, at) => (
          <li key={at} className="flex gap-3 py-1.5">
            <span className="w-14 shrink-0 text-fg-faint">Line {line}</span>
            <span className="min-w-0">{message}</span>
          </li>
        ))}
      </ul>
      {count > notes.length && (
        <p className="mt-1 text-sm text-fg-soft">and {(count - notes.length).toLocaleString('en-IN')} more.</p>
      )}
    </section>
  );
}
