'use client';

import { type FormEvent, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemView } from '#lib/domain/problem.ts';
import type { ViewLook } from '#lib/domain/saved-view.ts';
import type { SavedView } from '#lib/views/list-views.ts';
import { keepView } from '../actions.ts';

const LONGEST_NAME = 60;

/** Asks what a view is called and who sees it. */
export function ViewForm(props: {
  /** The one that is changed; undefined for a new one. */
  view: SavedView | undefined;
  search: string;
  look: ViewLook;
  onDone: () => void;
}) {
  const { view, onDone } = props;
  const [name, setName] = useState(view?.name ?? '');
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const [isTaken, setTaken] = useState(!view);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isKeeping, start] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { search, look } = view && !isTaken ? view : props;
    start(async () => {
      const result = await keepView({ ...(view && { id: view.id }), name, search, look, isShared });
      if (result.ok) onDone();
      else setProblem(result.problem);
    });
  };
  const onName = problem?.fields?.name?.[0];
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      {problem && !onName && (
        <Notice tone="danger" announce>
          {problem.message}
        </Notice>
      )}
      <Field label="Name" error={onName} required>
        <Input
          dense
          autoFocus
          maxLength={LONGEST_NAME}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Checkbox
        label="Shared with everybody"
        checked={isShared}
        onChange={(event) => setShared(event.target.checked)}
      />
      {view && (
        <Checkbox
          label="With the filter and columns as they are now"
          checked={isTaken}
          onChange={(event) => setTaken(event.target.checked)}
        />
      )}
      <span className="flex justify-end gap-2">
        <Button dense variant="ghost" onClick={onDone}>
          Not now
        </Button>
        <Button type="submit" dense variant="primary" pending={isKeeping}>
          Keep
        </Button>
      </span>
    </form>
  );
}
