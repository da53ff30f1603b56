'use client';

import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Names } from '#lib/domain/choices.ts';
import type { Filter } from '#lib/domain/filter.ts';
import { completionsOf } from '#lib/domain/query-completion.ts';
import { type QueryFault, readQuery, writeQuery } from '#lib/domain/query-text.ts';

const MOST_LETTERS = 2_000;

/** The filter as one line of text, read and written: what can follow is offered while one types, Enter takes it. */
export function QueryBar({
  filter,
  names,
  onChange,
}: {
  filter: Filter;
  names: Names;
  onChange: (filter: Filter) => void;
}) {
  const written = writeQuery(filter, names);
  const [text, setText] = useState(written);
  const [known, setKnown] = useState(written);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(-1);
  const [faults, setFaults] = useState<QueryFault[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // Changed from elsewhere (a chip, a tab, Back): that counts.
  if (written !== known) {
    setKnown(written);
    setText(written);
    setFaults([]);
  }

  const offer = caret === null ? null : completionsOf(text, caret, names);
  const items = offer?.items ?? [];
  const type = (next: string, place: number) => {
    setText(next);
    setCaret(place);
    setAt(-1);
    setFaults([]);
  };
  const take = (index: number) => {
    const item = items[index];
    if (!offer || !item) return;
    const place = offer.from + item.text.length;
    type(text.slice(0, offer.from) + item.text + text.slice(offer.to), place);
    requestAnimationFrame(() => input.current?.setSelectionRange(place, place));
  };
  const submit = () => {
    const read = readQuery(text, names);
    setFaults(read.faults);
    setCaret(null);
    if (read.faults.length === 0) onChange(read.filter);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step && items.length > 0)
      setAt((now) => (now + step + items.length + (now < 0 && step < 0 ? 1 : 0)) % items.length);
    else if (event.key === 'Enter' && at < 0) submit();
    else if ((event.key === 'Enter' || event.key === 'Tab') && at >= 0) take(at);
    else if (event.key === 'Escape' && caret !== null) setCaret(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <div className="flex gap-2">
        <input
          ref={input}
          role="combobox"
          aria-label="Query"
          aria-expanded={items.length > 0}
          aria-controls={`${id}-offer`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-invalid={faults.length > 0}
          aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={MOST_LETTERS}
          placeholder="state:pending amount>=1L age>30m"
          value={text}
          onChange={(event) => type(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          onKeyDown={onKeyDown}
          className="input-frame h-7 w-full min-w-0 px-2 font-mono text-sm"
        />
        <Button dense onClick={submit}>
          Apply
        </Button>
      </div>
      <ul
        id={`${id}-offer`}
        role="listbox"
        aria-label="What can be typed here"
        hidden={items.length === 0}
        className="absolute left-0 top-8 z-40 max-h-72 w-80 max-w-full overflow-y-auto rounded border border-line bg-raised p-1 shadow-float"
      >
        {items.map((item, index) => (
          <li
            key={item.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
            className={cn('flex cursor-pointer justify-between gap-4 rounded-sm px-2 py-1', index === at && 'bg-hover')}
          >
            <span className="truncate font-mono text-sm">{item.text.trim()}</span>
            <span className="truncate text-sm text-fg-soft">{item.label}</span>
          </li>
        ))}
      </ul>
      {faults.length > 0 && <Faults id={`${id}-faults`} text={text} faults={faults} />}
    </div>
  );
}

const STEPS: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1 };

/** Says what was not understood, with the part of the query marked. */
function Faults({ id, text, faults }: { id: string; text: string; faults: QueryFault[] }) {
  return (
    <div id={id} role="alert">
      <ul className="mt-1.5 grid gap-1 text-sm text-danger-fg">
        {faults.map(({ from, to, message }) => (
          <li key={`${from} ${message}`}>
            <code className="text-fg-soft">
              {text.slice(Math.max(0, from - 20), from)}
              <mark className="rounded-sm bg-danger-bg px-0.5 text-danger-fg underline decoration-wavy">
                {text.slice(from, Math.min(to, from + 40))}
              </mark>
            </code>{' '}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
