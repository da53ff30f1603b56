import { Select } from '#components/ui/select.tsx';
import { BATCH_COLUMNS } from '#lib/domain/batch/batch-column.ts';
import { isSecretKey } from '#lib/domain/batch/check-row.ts';
import { maskTail } from '#lib/domain/text.ts';
import type { OpenFile } from './use-file.ts';

const OPTIONS = BATCH_COLUMNS.map(({ key, label }) => ({ value: key, label }));

/** Which column of the file means what, with the first values it holds. */
export function ColumnTable({
  file,
  mapping,
  onMapping,
}: {
  file: OpenFile;
  mapping: (string | null)[];
  onMapping: (mapping: (string | null)[]) => void;
}) {
  const choose = (at: number, key: string) =>
    onMapping(mapping.map((one, i) => (i === at ? key || null : one === key ? null : one)));
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Columns of the file">
      <table className="w-full text-left text-base">
        <thead className="text-xs text-fg-faint">
          <tr>
            <th className="py-1.5 pr-4 font-medium">In the file</th>
            <th className="py-1.5 pr-4 font-medium">Is</th>
            <th className="py-1.5 font-medium">First values</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-y border-line">
          {file.headers.map((header, at) => {
            const key = mapping[at] ?? null;
            const isSecret = key !== null && isSecretKey(key);
            return (
              <tr key={at}>
                <th scope="row" className="max-w-56 truncate py-1.5 pr-4 font-medium">
                  {header || <span className="text-fg-faint">column {at + 1}</span>}
                </th>
                <td className="py-1.5 pr-4">
                  <Select
                    dense
                    aria-label={`Meaning of ${header || `column ${at + 1}`}`}
                    placeholder="Not used"
                    options={OPTIONS}
                    value={key ?? ''}
                    onChange={({ target }) => choose(at, target.value)}
                    className="min-w-40!"
                  />
                </td>
                <td className="max-w-96 truncate py-1.5 font-mono text-xs text-fg-soft">
                  {file.samples.map((row) => (isSecret ? maskTail(row[at] ?? '', 4) : (row[at] ?? ''))).join(' · ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
