'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { readAmountRange } from '#lib/domain/amount-range.ts';
import { choicesOf, type Names } from '#lib/domain/choices.ts';
import { columnOf, type FilterKey } from '#lib/domain/column.ts';
import { DAY_PRESETS, DAY_PRESET_WORDS, readDayRange } from '#lib/domain/day-range.ts';
import type { FilterKind } from '#lib/domain/filter-kind.ts';
import { parseAmount } from '#lib/domain/money.ts';
import { AgeEditor } from './age-editor.tsx';
import { Apply } from './apply.tsx';
import { FlagEditor } from './flag-editor.tsx';

export interface EditorProps {
  column: FilterKey;
  /** The present value as the address carries it. */
  text: string | undefined;
  names: Names;
  /** Takes the new value, or none; `isDone` closes the panel. */
  onApply: (text: string | undefined, isDone?: boolean) => void;
}

const EDITORS: Record<FilterKind, (props: EditorProps) => React.ReactNode> = {
  choices: ChoicesEditor,
  linked: ChoicesEditor,
  amountRange: AmountEditor,
  dayRange: DayEditor,
  ageRange: AgeEditor,
  flag: FlagEditor,
};

/** What one chooses with; which one, the column's filter kind decides. */
export function FilterEditor(props: EditorProps) {
  const Editor = EDITORS[columnOf(props.column).filter ?? 'choices'];
  return <Editor {...props} />;
}

function ChoicesEditor({ column, text, names, onApply }: EditorProps) {
  const { choices, label } = columnOf(column);
  const chosen = text?.split(',') ?? [];
  const listed = choices ? choicesOf(choices, names) : [];
  const toggle = (value: string, isOn: boolean) => {
    const next = listed.map((choice) => choice.value).filter((one) => (one === value ? isOn : chosen.includes(one)));
    onApply(next.length > 0 ? next.join(',') : undefined, false);
  };
  return (
    <fieldset className="grid max-h-80 gap-2 overflow-y-auto">
      <legend className="sr-only">{label}</legend>
      {listed.length === 0 && <p className="text-sm text-fg-soft">There is nothing to choose from yet.</p>}
      {listed.map((choice) => (
        <Checkbox
          key={choice.value}
          label={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={(event) => toggle(choice.value, event.target.checked)}
        />
      ))}
    </fieldset>
  );
}

function AmountEditor({ text, onApply }: EditorProps) {
  const [ends, setEnds] = useState(() => endsOf(text));
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = `${ends.from.trim()}..${ends.to.trim()}`;
    if (next === '..') return onApply(undefined);
    if (readAmountRange(next)) return onApply(next);
    setError(amountProblem(ends));
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <Field label="From" hint="Like 50,000 or 1.5L" error={error}>
        <Input
          dense
          before="₹"
          inputMode="decimal"
          value={ends.from}
          onChange={(event) => setEnds({ ...ends, from: event.target.value })}
        />
      </Field>
      <Field label="To">
        <Input
          dense
          before="₹"
          inputMode="decimal"
          value={ends.to}
          onChange={(event) => setEnds({ ...ends, to: event.target.value })}
        />
      </Field>
      <Apply onClear={text === undefined ? undefined : () => onApply(undefined)} />
    </form>
  );
}

function DayEditor({ text, onApply }: EditorProps) {
  const [ends, setEnds] = useState(() => endsOf(text && /^\d|\.\./.test(text) ? text : undefined));
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = `${ends.from}..${ends.to}`;
    if (next === '..') return onApply(undefined);
    if (readDayRange(next)) return onApply(next);
    setError('Choose real days, the first one before the last.');
  };
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-1.5">
        {DAY_PRESETS.map((preset) => (
          <Button
            key={preset}
            dense
            aria-pressed={text === preset}
            className="aria-pressed:border-accent-ink aria-pressed:text-accent-ink"
            onClick={() => onApply(preset)}
          >
            {capital(DAY_PRESET_WORDS[preset].replace(/^in the /, ''))}
          </Button>
        ))}
      </div>
      <form onSubmit={submit} noValidate className="grid gap-3 border-t border-line pt-3">
        <Field label="From" hint="Indian days (IST), both included" error={error}>
          <Input
            dense
            type="date"
            value={ends.from}
            onChange={(event) => setEnds({ ...ends, from: event.target.value })}
          />
        </Field>
        <Field label="To">
          <Input dense type="date" value={ends.to} onChange={(event) => setEnds({ ...ends, to: event.target.value })} />
        </Field>
        <Apply onClear={text === undefined ? undefined : () => onApply(undefined)} />
      </form>
    </div>
  );
}

function endsOf(text: string | undefined): { from: string; to: string } {
  const [from = '', to = from] = text?.split('..') ?? [];
  return { from, to };
}

function amountProblem(ends: { from: string; to: string }): string {
  for (const end of [ends.from, ends.to]) {
    if (end.trim() === '' || readAmountRange(end)) continue;
    const parsed = parseAmount(end);
    return parsed.ok ? 'Write one amount here.' : parsed.message;
  }
  return 'The first amount must not be larger than the second.';
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
