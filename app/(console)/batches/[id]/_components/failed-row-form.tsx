'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FailedRowView } from '#lib/batches/list-failed-rows.ts';
import type { FieldErrors } from '#lib/domain/problem.ts';

interface FailedRowFormProps {
  row: FailedRowView;
  /** It is sent again with the others. */
  isGoing: boolean;
  typed: Readonly<Record<string, string>>;
  errors?: FieldErrors;
  onToggle: () => void;
  onType: (path: string, value: string) => void;
}

/** One failed row: why, and its cells as they were. An account number is typed again or stays as it is, unseen. */
export function FailedRowForm({ row, isGoing, typed, errors, onToggle, onType }: FailedRowFormProps) {
  const { line, option, beneficiary, reason, cells } = row;
  const ofLine = errors?.[`${line}.row`]?.[0];
  return (
    <li className="grid gap-3 py-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-base">
        <Checkbox label={<span className="font-medium">{beneficiary}</span>} checked={isGoing} onChange={onToggle} />
        <span className="text-sm text-fg-soft">
          Line {line}, {option}
        </span>
        <span className="text-danger-fg">{reason}</span>
        {ofLine && <span className="text-danger-fg">{ofLine}</span>}
      </div>
      {isGoing && (
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4" role="group" aria-label={`Line ${line}`}>
          {cells.map(({ path, label, value, kept, inputMode, isRequired }) => (
            <Field
              key={path}
              label={label}
              required={isRequired && !kept}
              hint={kept && !typed[path] ? `Stays ${kept} unless you type another.` : undefined}
              error={errors?.[`${line}.${path}`]?.[0]}
            >
              <Input
                dense
                mono={kept !== null}
                inputMode={inputMode}
                value={typed[path] ?? value}
                onChange={({ target }) => onType(path, target.value)}
              />
            </Field>
          ))}
        </div>
      )}
    </li>
  );
}
