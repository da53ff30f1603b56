import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { BatchConnection } from '#lib/domain/batch/route-of.ts';
import type { Choices } from './use-file.ts';

/** Where rows go that do not say it themselves: for all, and for each option that has several connections. */
export function RouteChoice({
  connections,
  choices,
  onChoose,
}: {
  connections: BatchConnection[];
  choices: Choices;
  onChoose: (change: Partial<Choices>) => void;
}) {
  const { mapping, connectionId, through = {} } = choices;
  const namesOption = mapping.includes('option');
  const byOption = Map.groupBy(connections, ({ option }) => option);
  const ambiguous = namesOption ? [...byOption].filter(([, several]) => several.length > 1) : [];
  const choose = (option: string, id: string) => {
    const { [option]: _, ...others } = through;
    onChoose({ through: id ? { ...others, [option]: id } : others });
  };
  return (
    <div className="mb-3 grid gap-3 sm:grid-cols-2">
      <Field
        label={
          namesOption || mapping.includes('connection')
            ? 'Connection for rows that name none'
            : 'Connection for all rows'
        }
        hint="Rows may also say it themselves, in a column Option or Connection."
      >
        <Select
          placeholder="Choose"
          value={connectionId ?? ''}
          options={connections.map(({ id, name, option }) => ({ value: id, label: `${name} (${option})` }))}
          onChange={({ target }) => onChoose({ connectionId: target.value || undefined })}
        />
      </Field>
      {ambiguous.map(([option, several]) => (
        <Field
          key={option}
          label={`Connection for option ${option}`}
          hint={`${several.length} connections have this option.`}
        >
          <Select
            placeholder="Choose"
            value={through[option] ?? ''}
            options={several.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={({ target }) => choose(option, target.value)}
          />
        </Field>
      ))}
    </div>
  );
}
